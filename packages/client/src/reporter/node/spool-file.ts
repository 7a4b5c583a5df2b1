import {
  closeSync,
  fdatasync,
  fdatasyncSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readSync,
  renameSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';

/** One line of the file: an event with its number, or up to which number all are sent. */
const LINE = /^(?:(\d+) (\{.*\})|done (\d+))$/s;
const NEWLINE = 0x0a;

/** Where the text of an event lies. */
interface Place {
  readonly offset: number;
  readonly bytes: number;
}

/** The lines that are whole, and whose events are not sent: of a process that was killed the last line may be torn. */
export function readLeft(content: Buffer): ReadonlyMap<number, string> {
  const events = new Map<number, string>();
  for (
    let begin = 0, end = content.indexOf(NEWLINE);
    end >= 0;
    begin = end + 1, end = content.indexOf(NEWLINE, begin)
  ) {
    const [, number, event, done] = LINE.exec(content.toString('utf8', begin, end)) ?? [];
    if (event !== undefined && isJson(event)) events.set(Number(number), event);
    for (const each of [...events.keys()])
      if (done !== undefined && each <= Number(done)) events.delete(each);
  }
  return events;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** An append-only file of events. Whatever fails leaves it as it was. */
export class SpoolFile {
  readonly #path: string;
  readonly #places = new Map<number, Place>();
  #descriptor: number;
  #end = 0;
  #fault: Error | null = null;

  /** Writes a file of these events alone, in the place of the one that is there. */
  constructor(path: string, events: ReadonlyMap<number, string>) {
    this.#path = path;
    this.#descriptor = this.#writeAnew(events);
  }

  get places(): ReadonlyMap<number, Place> {
    return this.#places;
  }

  append(number: number, event: string): void {
    this.#write(`${number} ${event}\n`);
    const bytes = Buffer.byteLength(event);
    this.#places.set(number, { offset: this.#end - bytes - 1, bytes });
  }

  read(number: number): string {
    const place = this.#places.get(number);
    if (place === undefined) throw new Error(`the spool has no event ${number}`);
    const buffer = Buffer.alloc(place.bytes);
    const read = readSync(this.#descriptor, buffer, 0, place.bytes, place.offset);
    if (read !== place.bytes) throw new Error(`${this.#path} is shorter than it was: who else writes to it?`);
    return buffer.toString();
  }

  /** Forgets events up to a number; what is forgotten takes no room for long. */
  done(number: number): void {
    for (const each of this.#places.keys()) {
      if (each > number) break;
      this.#places.delete(each);
    }
    if (this.#places.size === 0) {
      ftruncateSync(this.#descriptor, 0);
      this.#end = 0;
      return;
    }
    this.#write(`done ${number}\n`);
    const kept = [...this.#places.values()].reduce((sum, { bytes }) => sum + bytes, 0);
    if (this.#end < 2 * kept + COMPACTED_BYTES) return;
    const events = new Map([...this.#places.keys()].map((each) => [each, this.read(each)]));
    const before = this.#descriptor;
    this.#descriptor = this.#writeAnew(events);
    closeSync(before);
  }

  /** Makes what is written survive a crash of the machine, at once. */
  sync(): void {
    fdatasyncSync(this.#descriptor);
  }

  /** The same without waiting for the disk; where it fails, the next write does. */
  syncBeside(): void {
    fdatasync(this.#descriptor, (error) => {
      // A file that was written anew meanwhile is on disk already.
      if (error !== null && error.code !== 'EBADF') this.#fault = error;
    });
  }

  close(): void {
    this.sync();
    closeSync(this.#descriptor);
  }

  #write(line: string): void {
    const fault = this.#fault;
    this.#fault = null;
    if (fault !== null) throw fault;
    const bytes = Buffer.from(line);
    try {
      writeWhole(this.#descriptor, bytes, this.#end);
    } catch (error) {
      // Of a full disk: half a line must not stand before the next one.
      ftruncateSync(this.#descriptor, this.#end);
      throw error;
    }
    this.#end += bytes.length;
  }

  #writeAnew(events: ReadonlyMap<number, string>): number {
    const beside = `${this.#path}.new`;
    const descriptor = openSync(beside, 'w+', 0o600);
    this.#descriptor = descriptor;
    this.#end = 0;
    this.#places.clear();
    for (const [number, event] of events) this.append(number, event);
    fsyncSync(descriptor);
    renameSync(beside, this.#path);
    syncFolder(dirname(this.#path));
    return descriptor;
  }
}

/** Half of a file may be of events that are sent, and a mebibyte beside that. */
const COMPACTED_BYTES = 1024 * 1024;

function writeWhole(descriptor: number, bytes: Buffer, position: number): void {
  for (let written = 0; written < bytes.length; ) {
    written += writeSync(descriptor, bytes, written, bytes.length - written, position + written);
  }
}

/** So that the name of a file survives a crash of the machine. Windows has no such thing. */
function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const descriptor = openSync(folder, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
