import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';

/**
 * At most one process of a machine owns what `name` stands for, here the server of a data folder. The lock is a
 * listening local socket, because the kernel takes it back at the very moment its holder dies, however it dies; a lock
 * file would need a guess about who is still alive. The same socket tells the others when the owner is ready, and its
 * closing tells them that the owner has gone.
 */
export interface OwnerLock {
  /** Lets every process that waits, now or later, attach. */
  announceReady(): void;
  release(): Promise<void>;
}

export interface OwnerWatch {
  readonly ready: Promise<void>;
  readonly gone: Promise<void>;
  leave(): void;
}

const READY = 'ready\n';

/** Returns undefined while another process holds the lock. */
export async function takeOwnerLock(name: string): Promise<OwnerLock | undefined> {
  const address = lockAddress(name);
  const watchers = new Set<net.Socket>();
  let ready = false;
  const server = net.createServer((socket) => {
    watchers.add(socket.unref());
    socket.on('error', () => socket.destroy()).on('close', () => watchers.delete(socket));
    // Read and forget, or the end of the other side is never noticed.
    socket.resume();
    if (ready) socket.write(READY);
  });
  if (!(await listens(server, address))) {
    if (process.platform !== 'darwin' || (await answers(address))) return undefined;
    // macOS keeps the name of a dead socket in its folder.
    rmSync(address, { force: true });
    if (!(await listens(server, address))) return undefined;
  }
  server.unref();
  return {
    announceReady() {
      ready = true;
      for (const socket of watchers) socket.write(READY);
    },
    release() {
      for (const socket of watchers) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

/** Returns undefined when nobody holds the lock any more. */
export async function watchOwner(name: string): Promise<OwnerWatch | undefined> {
  const socket = net.connect(lockAddress(name));
  const gone = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  const ready = new Promise<void>((resolve) => socket.once('data', () => resolve()));
  const connected = await new Promise<boolean>((resolve) => {
    socket.once('connect', () => resolve(true)).on('error', () => resolve(false));
  });
  if (!connected) return undefined;
  return {
    ready: ready.then(() => void socket.unref()),
    gone,
    leave: () => void socket.destroy(),
  };
}

/** Linux: an abstract socket, which has no file. Windows: a named pipe. macOS: a file of the temporary folder. */
function lockAddress(name: string): string {
  const short = `onedoor-${createHash('sha256').update(name).digest('hex').slice(0, 24)}`;
  if (process.platform === 'linux') return `\0${short}`;
  if (process.platform === 'win32') return `\\\\.\\pipe\\${short}`;
  return path.join(os.tmpdir(), `${short}.sock`);
}

function listens(server: net.Server, address: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    function refused(error: NodeJS.ErrnoException): void {
      if (error.code === 'EADDRINUSE' || error.code === 'EACCES') resolve(false);
      else reject(error);
    }
    server.once('error', refused);
    server.listen(address, () => {
      server.off('error', refused);
      resolve(true);
    });
  });
}

function answers(address: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = net.connect(address);
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}
