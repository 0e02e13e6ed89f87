import { FIELD_CLASS_LABELS, purposeLabel, VIEWER_ROLE_LABELS } from '#domain/access/describe-disclosure.ts';
import type {
  AccessRecordResolvers,
  AccessViewerResolvers,
  DisclosurePurposeResolvers,
  FieldClassLabelResolvers,
} from '#generated/graphql.ts';
import { globalId } from '#resolvers/global-id.ts';

export const AccessRecord: AccessRecordResolvers = {
  id: ({ id }) => globalId('AccessRecord', id),
  // Through the viewer's own scope: a case that is not theirs is not there.
  case: async ({ caseId }, _args, { loaders }) => (caseId && (await loaders.case.load(caseId))) || null,
  sourceAgency: async ({ sourceAgency }, _args, { loaders }) =>
    (sourceAgency && (await loaders.agency.load(sourceAgency))) || null,
};

export const AccessViewer: AccessViewerResolvers = {
  agency: async ({ agencyCode }, _args, { loaders }) => (agencyCode && (await loaders.agency.load(agencyCode))) || null,
  roleLabel: ({ role }) => VIEWER_ROLE_LABELS[role],
};

export const DisclosurePurpose: DisclosurePurposeResolvers = {
  code: (code) => code,
  label: (code) => purposeLabel(code),
};

export const FieldClassLabel: FieldClassLabelResolvers = {
  class: (code) => code,
  label: (code) => FIELD_CLASS_LABELS[code],
};
