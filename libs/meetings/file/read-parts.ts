import { buffer } from 'node:stream/consumers';
import { fromBuffer, type Entry, type ZipFile } from 'yauzl';

/** More than the largest file of a meeting unpacks to, bytes. */
const LARGEST = 256 * 1024 * 1024;

/** The parts of a zip archive by their names; nothing for what is none, is damaged, or unpacks to far too much. */
export async function readParts(bytes: Buffer): Promise<ReadonlyMap<string, Buffer> | undefined> {
  try {
    const zip = await opened(bytes);
    const found = new Map<string, Buffer>();
    let left = LARGEST;
    for (const entry of await entriesOf(zip)) {
      left -= entry.uncompressedSize;
      if (left < 0 || found.has(entry.fileName)) return undefined;
      found.set(entry.fileName, await contentOf(zip, entry));
    }
    return found;
  } catch {
    return undefined;
  }
}

function opened(bytes: Buffer): Promise<ZipFile> {
  return new Promise((resolve, reject) => {
    fromBuffer(bytes, { lazyEntries: true, autoClose: false }, (error, zip) => {
      if (error) reject(error);
      else resolve(zip);
    });
  });
}

function entriesOf(zip: ZipFile): Promise<Entry[]> {
  return new Promise((resolve, reject) => {
    const entries: Entry[] = [];
    zip.on('entry', (entry: Entry) => {
      entries.push(entry);
      zip.readEntry();
    });
    zip.once('end', () => {
      resolve(entries);
    });
    zip.once('error', reject);
    zip.readEntry();
  });
}

/** Longer or shorter than the archive says is an error of yauzl's. */
function contentOf(zip: ZipFile, entry: Entry): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    zip.openReadStream(entry, (error, stream) => {
      if (error) reject(error);
      else buffer(stream).then(resolve, reject);
    });
  });
}
