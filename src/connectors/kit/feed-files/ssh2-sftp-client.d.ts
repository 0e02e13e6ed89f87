/** The package has no types of its own; what we use of it. */
declare module 'ssh2-sftp-client' {
  import type { Readable } from 'node:stream';
  import type { ConnectConfig } from 'ssh2';

  export interface ListedEntry {
    /** `-` is a plain file. */
    readonly type: string;
    readonly name: string;
    readonly size: number;
  }

  export default class SftpClient {
    constructor(name: string, callbacks: { error(error: Error): void; end(): void; close(): void });
    connect(config: ConnectConfig): Promise<unknown>;
    list(remotePath: string): Promise<readonly ListedEntry[]>;
    lstat(remotePath: string): Promise<{ readonly isFile: boolean; readonly size: number }>;
    get(remotePath: string): Promise<Buffer>;
    put(content: Buffer, remotePath: string): Promise<string>;
    delete(remotePath: string, notFoundOK?: boolean): Promise<string>;
    createReadStream(remotePath: string, options?: { readonly end?: number }): Readable;
    end(): Promise<boolean>;
  }
}
