// Files and folders that were dropped: folders are walked file by file, hidden files left out, and walking can be stopped. Any window.

export interface NamedFile {
  file: File
  /** With the folders it lies in. */
  name: string
}

/** Folders among what was dropped; to be asked while the event is handled. */
export function entriesOf(transfer: DataTransfer): FileSystemEntry[] {
  return [...transfer.items].flatMap((item) => item.webkitGetAsEntry() ?? [])
}
export const hasFolder = (entries: readonly FileSystemEntry[]): boolean => entries.some((entry) => entry.isDirectory)

/** Every file below, in the order of the folders. Rejects where a folder cannot be read. */
export async function* filesBelow(entries: readonly FileSystemEntry[], isOver: () => boolean): AsyncGenerator<NamedFile> {
  for (const entry of entries) {
    if (isOver()) return
    if (entry.name.startsWith('.')) continue
    if (entry.isFile) {
      const file = await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject))
      yield { file, name: entry.fullPath.replace(/^\//, '') }
    } else yield* filesBelow(await childrenOf(entry as FileSystemDirectoryEntry), isOver)
  }
}

/** A folder gives at most a hundred at once. */
async function childrenOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader()
  const all: FileSystemEntry[] = []
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject))
    if (some.length === 0) return all.sort((a, b) => (a.name < b.name ? -1 : 1))
    all.push(...some)
  }
}
