import { createRequire } from 'node:module';
import path from 'node:path';
import { createBullBoard } from '@bull-board/api';
import { FastifyAdapter } from '@bull-board/fastify';
import fastify, { type FastifyInstance, type onSendAsyncHookHandler } from 'fastify';
import type { QueueBoard } from '#jobs/queue/open-queue-board.ts';

const UI_FOLDER = path.dirname(createRequire(import.meta.url).resolve('@bull-board/ui/package.json'));

/**
 * The board as a server of its own that listens nowhere: the gateway's routes are fixed once it listens, and the board's
 * packages are loaded when somebody first looks. `harden` is called with each answer. Closing it closes the queues.
 */
export async function createBoard(
  queues: QueueBoard,
  basePath: string,
  harden: onSendAsyncHookHandler,
): Promise<FastifyInstance> {
  const serverAdapter = new FastifyAdapter();
  serverAdapter.setBasePath(basePath);
  createBullBoard({
    queues: [...queues.adapters],
    serverAdapter,
    options: {
      uiBasePath: UI_FOLDER,
      uiConfig: { boardTitle: '一门 · 队列 / queues', locale: { lng: 'zh-CN' }, hideRedisDetails: true },
    },
  });
  const board = fastify({ logger: false });
  board.addHook('onSend', harden);
  board.addHook('onClose', () => queues.close());
  await board.register(serverAdapter.registerPlugin(), { prefix: basePath });
  await board.ready();
  return board;
}
