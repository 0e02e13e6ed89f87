import { MEDIATION_ORG_KIND_NAMES } from '#domain/disputes/mediation-org-kinds.ts';
import type { MediationRoomResolvers, MediatorResolvers } from '#generated/graphql.ts';
import { globalId } from '#resolvers/global-id.ts';
import { officeOf } from '#resolvers/office-of.ts';

export const MediationRoom: MediationRoomResolvers = {
  id: ({ id }) => globalId('MediationRoom', id),
  kindName: ({ kind }) => MEDIATION_ORG_KIND_NAMES[kind].name,
  office: officeOf,
  mediators: ({ id }, _args, { loaders }) => loaders.mediatorsOfRoom.load(id),
  load: async ({ id }, _args, { loaders }) =>
    (await loaders.mediatorsOfRoom.load(id)).reduce((total, { load }) => total + load, 0),
};

export const Mediator: MediatorResolvers = {
  id: ({ id }) => globalId('Mediator', id),
  room: async ({ roomId }, _args, { loaders }) => {
    const room = await loaders.mediationRoom.load(roomId);
    if (!room) throw new RangeError(`no mediation room ${roomId}`);
    return room;
  },
};
