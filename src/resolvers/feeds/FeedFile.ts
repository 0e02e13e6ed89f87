import { percentOf } from '#domain/feeds/feed-file.ts';
import { wordsOfReason } from '#domain/feeds/feed-reasons.ts';
import type { FeedFileResolvers, QuarantinedRowResolvers } from '#generated/graphql.ts';
import { agencyOf } from '#resolvers/agency-of.ts';
import { globalId } from '#resolvers/global-id.ts';

export const FeedFile: FeedFileResolvers = {
  id: ({ id }) => globalId('FeedFile', id),
  source: agencyOf,
  reasonText: ({ reason }, _args, { language }) => (reason === undefined ? null : wordsOfReason(reason)[language]),
  readRows: ({ appliedRows }) => appliedRows,
  accepted: ({ counts }) => counts.accepted,
  unchanged: ({ counts }) => counts.unchanged,
  quarantined: ({ counts }) => counts.quarantined,
  deleted: ({ counts }) => counts.deleted,
  inReview: ({ counts }) => counts.inReview,
  percent: (file) => percentOf(file) ?? null,
};

export const QuarantinedRow: QuarantinedRowResolvers = {
  id: ({ id }) => globalId('QuarantinedRow', id),
  reasonText: ({ reason }, _args, { language }) => wordsOfReason(reason)[language],
  cells: (row, _args, { usecases }) => usecases.showQuarantinedCells(row),
  file: async ({ feedFileId }, _args, { usecases }) =>
    feedFileId === undefined ? null : ((await usecases.findFeedFile(feedFileId)) ?? null),
};
