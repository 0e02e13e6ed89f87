// Runs on any Node that knows modules, so it uses nothing newer. npm puts the Node of node_modules/.bin first, which
// is recent enough; this speaks up only where none is packaged for the machine, or where Node is called past npm.
var parts = process.versions.node.split('.').map(Number);

// 22.18 is the first release that runs TypeScript without a flag.
if (parts[0] < 22 || (parts[0] === 22 && parts[1] < 18)) {
  console.error(
    [
      '当前 Node.js 版本为 ' + process.version + '，本程序需要 22.18 或更高版本。',
      '请重新执行 npm ci（Linux 与 Windows 会自带所需版本，不要加 --omit=optional），或安装 Node.js 24 LTS。',
      'This is Node.js ' + process.version + '; version 22.18 or newer is needed.',
      'Run npm ci again (on Linux and Windows it brings the right one; do not use --omit=optional), or install Node.js 24 LTS.',
    ].join('\n'),
  );
  process.exit(78);
}
