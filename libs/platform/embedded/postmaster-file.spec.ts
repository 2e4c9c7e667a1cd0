import { parsePostmasterFile } from './postmaster-file';

describe('postmaster.pid', () => {
  it('of a running server names its process, directory, port and status', () => {
    const text = '4711\n/srv/hub/data\n1790000000\n54321\n\n127.0.0.1\n  1234567    8\nready   \n';
    expect(parsePostmasterFile(text)).toEqual({ pid: 4711, dataDir: '/srv/hub/data', port: 54321, status: 'ready' });
  });

  it('of a server that has just begun has no port yet', () => {
    expect(parsePostmasterFile('4711\n/srv/hub/data\n1790000000\n')).toEqual({
      pid: 4711,
      dataDir: '/srv/hub/data',
      port: undefined,
      status: undefined,
    });
  });

  it.each(['', 'nonsense', '0\n/srv/hub/data\n', '-3\n/srv/hub/data\n'])(
    'that no server wrote is nothing: %j',
    (text) => {
      expect(parsePostmasterFile(text)).toBeUndefined();
    },
  );
});
