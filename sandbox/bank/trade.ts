import type { Trade } from '../kit/office.ts';

export const RECEIVED = '已受理';
export const SENT = '已发送';

export const bankTrade: Trade = {
  received: RECEIVED,
  recalled: '已撤销',
  // A bank takes none.
  supplemented: RECEIVED,
  isOver: (status) => status === '成功' || status === '失败',
  describe: (_status, details) => details,
};
