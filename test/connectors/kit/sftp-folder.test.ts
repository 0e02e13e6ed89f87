import { createHash, generateKeyPairSync } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import ssh2, { type FileEntry, type Server } from 'ssh2';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createSftpFolder } from '#connectors/kit/feed-files/sftp-folder.ts';
import type { FeedFolder } from '#domain/feeds/feed-ports.ts';

const { utils } = ssh2;
const { OPEN_MODE, STATUS_CODE } = utils.sftp;

/** A server with one flat folder in memory, of the real library. */
function serveFiles(files: Map<string, Buffer>, hostKey: string): Server {
  return new ssh2.Server({ hostKeys: [hostKey] }, (client) => {
    client.on('error', () => {});
    client.on('authentication', (attempt) => {
      if (attempt.method === 'password' && attempt.username === 'onedoor' && attempt.password === 'right')
        attempt.accept();
      else attempt.reject(['password']);
    });
    client.on('session', (acceptSession) => {
      acceptSession().on('sftp', (acceptSftp) => {
        const sftp = acceptSftp();
        const handles = new Map<number, { path: string; listed?: boolean }>();
        let next = 0;
        const open = (path: string): Buffer => {
          next += 1;
          handles.set(next, { path });
          const handle = Buffer.alloc(4);
          handle.writeUInt32BE(next);
          return handle;
        };
        const of = (handle: Buffer) => handles.get(handle.readUInt32BE()) ?? { path: '' };
        const attrs = (path: string) => ({
          mode: files.has(path) ? 0o100_644 : 0o040_755,
          uid: 0,
          gid: 0,
          size: files.get(path)?.length ?? 0,
          atime: 0,
          mtime: 0,
        });
        sftp.on('REALPATH', (id, path) => sftp.name(id, [{ filename: path, longname: path, attrs: attrs(path) }]));
        const stat = (id: number, path: string): void => {
          if (files.has(path) || path === '/out/households') sftp.attrs(id, attrs(path));
          else sftp.status(id, STATUS_CODE.NO_SUCH_FILE);
        };
        sftp.on('STAT', stat);
        sftp.on('LSTAT', stat);
        sftp.on('OPENDIR', (id, path) => sftp.handle(id, open(path)));
        sftp.on('READDIR', (id, handle) => {
          const folder = of(handle);
          if (folder.listed) return sftp.status(id, STATUS_CODE.EOF);
          folder.listed = true;
          const entries = [...files.keys()].map((path): FileEntry => {
            const filename = path.slice(folder.path.length + 1);
            return { filename, longname: `-rw-r--r-- 1 a a 1 Jan 1 00:00 ${filename}`, attrs: attrs(path) };
          });
          sftp.name(id, entries);
        });
        sftp.on('OPEN', (id, path, flags) => {
          if (flags & OPEN_MODE.WRITE) files.set(path, Buffer.alloc(0));
          else if (!files.has(path)) return sftp.status(id, STATUS_CODE.NO_SUCH_FILE);
          sftp.handle(id, open(path));
        });
        sftp.on('FSTAT', (id, handle) => sftp.attrs(id, attrs(of(handle).path)));
        sftp.on('FSETSTAT', (id) => sftp.status(id, STATUS_CODE.OK));
        sftp.on('SETSTAT', (id) => sftp.status(id, STATUS_CODE.OK));
        sftp.on('READ', (id, handle, offset, length) => {
          const content = files.get(of(handle).path) ?? Buffer.alloc(0);
          if (offset >= content.length) return sftp.status(id, STATUS_CODE.EOF);
          sftp.data(id, content.subarray(offset, offset + length));
        });
        sftp.on('WRITE', (id, handle, offset, data) => {
          const { path } = of(handle);
          files.set(path, Buffer.concat([(files.get(path) ?? Buffer.alloc(0)).subarray(0, offset), data]));
          sftp.status(id, STATUS_CODE.OK);
        });
        sftp.on('REMOVE', (id, path) =>
          sftp.status(id, files.delete(path) ? STATUS_CODE.OK : STATUS_CODE.NO_SUCH_FILE),
        );
        sftp.on('CLOSE', (id) => sftp.status(id, STATUS_CODE.OK));
      });
    });
  });
}

describe('the folder of an agency on its own SFTP server', () => {
  const { privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
    publicKeyEncoding: { type: 'pkcs1', format: 'pem' },
  });
  const files = new Map<string, Buffer>();
  const server = serveFiles(files, privateKey);
  let port = 0;

  beforeAll(async () => {
    await new Promise<void>((settle) => server.listen(0, '127.0.0.1', settle));
    const address: unknown = server.address();
    port = typeof address === 'object' && address && 'port' in address ? Number(address.port) : 0;
  });
  afterAll(() => new Promise<void>((settle) => server.close(() => settle())));
  beforeEach(() => {
    files.clear();
    files.set('/out/households/b.csv', Buffer.from('b'));
    files.set('/out/households/b.csv.done', Buffer.from('{"rows":1}'));
    files.set('/out/households/a.csv', Buffer.alloc(300_000, 'a'));
    files.set('/out/households/a.csv.done', Buffer.alloc(9_000, ' '));
    files.set('/out/households/half.csv', Buffer.from('half'));
    files.set('/out/households/alone.csv.done', Buffer.from('{}'));
  });

  function fingerprint(): string {
    const key = utils.parseKey(privateKey);
    if (key instanceof Error) throw key;
    const blob = (Array.isArray(key) ? key[0] : key)?.getPublicSSH() ?? Buffer.alloc(0);
    return `SHA256:${createHash('sha256').update(blob).digest('base64').replace(/=+$/, '')}`;
  }

  function visit(work: (folder: FeedFolder) => Promise<void>, changes: { password?: string; hostKey?: string } = {}) {
    const place = {
      host: '127.0.0.1',
      port,
      user: 'onedoor',
      root: '/out/',
      password: 'right',
      hostKey: fingerprint(),
    };
    return createSftpFolder({ ...place, ...changes }, 'civil-affairs', 'households').visit(work);
  }

  it('lists what has a marker, reads it whole and takes it away', async () => {
    await visit(async (folder) => {
      expect(await folder.list()).toEqual(['a.csv', 'alone.csv', 'b.csv']);
      expect(await folder.readMarker('b.csv')).toBe('{"rows":1}');
      expect((await folder.readMarker('a.csv')).length).toBe(4_096);
      const bytes = await folder.open('a.csv');
      expect((await buffer(Readable.from(bytes ?? []))).length).toBe(300_000);
      expect(await folder.open('alone.csv')).toBeUndefined();
      await folder.remove('a.csv');
    });

    expect([...files.keys()].some((name) => name.includes('/a.csv'))).toBe(false);
  });

  it('gives a delivery back with its reason in the marker’s place', async () => {
    await visit(async (folder) => {
      await folder.list();
      await folder.giveBack('b.csv', 'HASH_DIFFERS');
    });

    expect(files.get('/out/households/b.csv.refused')?.toString()).toContain('HASH_DIFFERS');
    expect(files.has('/out/households/b.csv.done')).toBe(false);
    expect(files.has('/out/households/b.csv')).toBe(true);
  });

  it.each([
    ['another host key', { hostKey: `SHA256:${'A'.repeat(43)}` }],
    ['a wrong password', { password: 'wrong' }],
  ])('is not spoken to with %s', async (_what, changes) => {
    let visited = false;
    const visiting = visit(async () => void (visited = true), changes);

    await expect(visiting).rejects.toThrow(/authentication|handshake|host/i);
    expect(visited).toBe(false);
  });
});
