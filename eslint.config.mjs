import graphqlPlugin from '@graphql-eslint/eslint-plugin';

/** Values: they belong to what they hang from and cannot be fetched again. Everything else has an id and is a `Node`. */
const TYPES_WITHOUT_ID = [
  'AccessExplanation',
  'Assessment',
  'CaseAccess',
  'PersonAccess',
  'ReferralAccess',
  'QuarantinedCell',
  'RateLimit',
  'Agreement',
  'AssistanceRecord',
  'BilingualText',
  'ClockExtension',
  'ClockPractice',
  'ClockRegion',
  'CalendarDay',
  'ClockRule',
  'ComputedDeadline',
  'ConsentLine',
  'DeadlineExtension',
  'Delivery',
  'DisputeStage',
  'Docket',
  'ExpectedDeadline',
  'HardshipPolicy',
  'HandOver',
  'HandedOverStep',
  'InsuranceEnrolment',
  'MediationStatistics',
  'MediatorSuggestion',
  'OutcomeChoice',
  'PageInfo',
  'PlannedStep',
  'Reason',
  'ServiceItemStep',
  'SkippedDay',
  'Suggestion',
  'Viewer',
  'OmittedStep',
  'Material',
  'Condition',
  'Passport',
  'StepOutcome',
  'ServiceItemChange',
  'MatchCandidate',
  'MatchPart',
  'TextFault',
  'RehearsalProgress',
  'RehearsalCounts',
  'RehearsalOfDivision',
  'RehearsalOfDay',
  'RehearsalSample',
  'AgencyDelivery',
  'LedgerSummary',
  'LedgerRecord',
  'LoopClosure',
  'CaseClosure',
  'AgencyClosure',
  'Share',
  // Parts of a look and of a verification.
  'AccessViewer',
  'DisclosurePurpose',
  'FieldClassLabel',
  'AccessLedgerIntegrity',
  'AccessLedgerFinding',
  // Parts of an endpoint and of a delivery.
  'WebhookSecret',
  'PartnerKeySecret',
  'WebhookAttempt',
  'WebhookHeader',
];

const DEPRECATION_REASON = String.raw`/^.+ \d{4}-\d{2}-\d{2} 后移除$/`;

/**
 * The public contract only: `schema/**`. TypeScript is linted by oxlint, since typescript-eslint cannot run on
 * TypeScript 7. What no rule here can read (Chinese before English, one `input` named after its mutation) is asked by
 * test/architecture.
 */
export default [
  {
    files: ['schema/**/*.graphql'],
    languageOptions: {
      parser: graphqlPlugin.parser,
      parserOptions: { graphQLConfig: { schema: 'schema/**/*.graphql' } },
    },
    plugins: { '@graphql-eslint': graphqlPlugin },
    rules: {
      ...graphqlPlugin.configs['flat/schema-recommended'].rules,
      ...graphqlPlugin.configs['flat/schema-relay'].rules,
      '@graphql-eslint/description-style': ['error', { style: 'block' }],
      '@graphql-eslint/no-scalar-result-type-on-mutation': 'error',
      // `Docket.docketNumber` is the term (案号), not a repetition.
      '@graphql-eslint/no-typename-prefix': 'off',
      // One way through a page is enough: keyset cursors, forwards.
      '@graphql-eslint/relay-arguments': ['error', { includeBoth: false }],
      // Short lists (a case's referrals, a referral's deadlines) are plain lists.
      '@graphql-eslint/relay-edge-types': ['error', { listTypeCanWrapOnlyEdgeType: false }],
      '@graphql-eslint/require-description': [
        'error',
        {
          types: true,
          rootField: true,
          DirectiveDefinition: true,
          EnumValueDefinition: true,
          FieldDefinition: true,
          InputValueDefinition: true,
        },
      ],
      '@graphql-eslint/require-nullable-fields-with-oneof': 'error',
      '@graphql-eslint/strict-id-in-types': [
        'error',
        {
          acceptedIdNames: ['id'],
          acceptedIdTypes: ['ID'],
          exceptions: { suffixes: ['Connection', 'Edge', 'Payload', 'Error', 'Answer'], types: TYPES_WITHOUT_ID },
        },
      ],
      'no-restricted-syntax': [
        'error',
        {
          selector: `Directive[name.value=deprecated]:not(:has(Argument[name.value=reason] > StringValue[value=${DEPRECATION_REASON}]))`,
          message:
            'Say what to use instead and until when it works: @deprecated(reason: "改用 x。 2027-06-30 后移除").',
        },
      ],
    },
  },
];
