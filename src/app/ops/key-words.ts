import type { DataKeyState } from '#domain/keys/data-key.ts';
import type { KeyEnding } from '#usecases/keys/retire-key.ts';

const WHY_NOT: Readonly<Record<DataKeyState, string>> = {
  WAITING: '尚未启用 / it has not begun to seal',
  SEALING:
    '正在用于加密，请先 npm run ops -- keys rotate / it seals at the moment; npm run ops -- keys rotate makes another first',
  OPENING: '尚未停用，请先不带 --destroy 执行 / it is not retired yet; run this without --destroy first',
  RETIRED: '已经停用 / it is retired already',
  DESTROYED: '已经销毁 / it is destroyed',
};

/** What became of the wish to end a key, and what to do if it was refused. */
export function wordsOfEnding(ending: KeyEnding): string {
  switch (ending.end) {
    case 'RETIRED':
      return '已停用，仍可解密 / retired; it still opens';
    case 'DESTROYED':
      return '已销毁 / destroyed';
    case 'UNKNOWN':
      return '没有这个数据密钥，请用 list 列出的 / no such data key; use one that list shows';
    case 'TOO_EARLY':
      return '停用满一小时后才能销毁 / it can be destroyed once it has been retired for an hour';
    case 'STILL_NAMED':
      return `仍有数据由它加密，请先 npm run ops -- keys rotate / it still seals values; run npm run ops -- keys rotate first: ${ending.columns.join(', ')}`;
    case 'WRONG_STATE':
      return WHY_NOT[ending.state];
  }
}
