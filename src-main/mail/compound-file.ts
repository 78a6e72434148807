// Checks a compound file ([MS-CFB], the container of .msg) before the library walks it, which follows every chain of sectors to an end that
// a hostile file does not have. Pure; parse worker. Linear in the file: every sector and every entry is visited once.

const endOfChain = -2
const headerSectors = 109

/** Throws an Error saying what is wrong: a chain or a tree that runs in circles or out of the file, a stream larger than the file. */
export function checkCompoundFile(bytes: Uint8Array): void {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (file.length < 1536) throw new Error('a compound file has at least a header and two sectors')
  const sectorSize = file.readUInt8(30) === 0x0c ? 4096 : 512
  const sectors = Math.ceil(file.length / sectorSize)
  const fat = readFat(file, sectorSize, sectors)
  const visited = new Uint8Array(sectors + 1)
  const directory = chain(file.readInt32LE(48), (sector) => fat[sector] ?? endOfChain, visited)
  const entries = readEntries(file, directory, sectorSize)
  checkTree(entries)
  const root = entries[0]
  if (!root) throw new Error('no root entry')
  chain(root.start, (sector) => fat[sector] ?? endOfChain, visited)
  const miniFat = chain(file.readInt32LE(60), (sector) => fat[sector] ?? endOfChain, new Uint8Array(sectors + 1))
  const perSector = sectorSize / 4
  const nextSmall = (sector: number): number => {
    const at = miniFat[Math.floor(sector / perSector)]
    return at === undefined ? endOfChain : valueAt(file, at, sectorSize, sector % perSector)
  }
  const visitedSmall = new Uint8Array(miniFat.length * perSector + 1)
  for (const { type, size, start } of entries) {
    if (type !== 2 || size === 0) continue
    if (size < 0 || size > file.length) throw new Error('a stream is larger than its file')
    if (size < 4096) chain(start, nextSmall, visitedSmall)
    else chain(start, (sector) => fat[sector] ?? endOfChain, visited)
  }
}

interface Entry {
  type: number
  left: number
  right: number
  child: number
  start: number
  size: number
}

function valueAt(file: Buffer, sector: number, sectorSize: number, index: number): number {
  const at = (sector + 1) * sectorSize + index * 4
  return at >= 0 && at + 4 <= file.length ? file.readInt32LE(at) : endOfChain
}

function readFat(file: Buffer, sectorSize: number, sectors: number): Int32Array {
  const perSector = sectorSize / 4
  const count = Math.min(file.readInt32LE(44), sectors)
  const blocks: number[] = []
  for (let index = 0; index < Math.min(count, headerSectors); index++) blocks.push(file.readInt32LE(76 + index * 4))
  let extra = file.readInt32LE(68)
  for (let turn = 0; blocks.length < count && extra >= 0; turn++) {
    if (turn > sectors) throw new Error('the list of the table runs in circles')
    for (let index = 0; index < perSector - 1 && blocks.length < count; index++) blocks.push(valueAt(file, extra, sectorSize, index))
    extra = valueAt(file, extra, sectorSize, perSector - 1)
  }
  // Sectors that lie outside of the file lead nowhere.
  const fat = new Int32Array(Math.min(blocks.length * perSector, sectors + perSector)).fill(endOfChain)
  for (const [block, sector] of blocks.entries()) {
    for (let index = 0; index < perSector && block * perSector + index < fat.length; index++) {
      fat[block * perSector + index] = valueAt(file, sector, sectorSize, index)
    }
  }
  return fat
}

/** The sectors from `start` to the end; each may be in one chain only. */
function chain(start: number, next: (sector: number) => number, visited: Uint8Array): number[] {
  const found: number[] = []
  for (let sector = start; sector >= 0; sector = next(sector)) {
    if (sector >= visited.length) return found
    if (visited[sector]) throw new Error('a chain of sectors runs in circles')
    visited[sector] = 1
    found.push(sector)
  }
  return found
}

function readEntries(file: Buffer, directory: readonly number[], sectorSize: number): Entry[] {
  const entries: Entry[] = []
  for (const sector of directory) {
    for (let at = (sector + 1) * sectorSize; at < (sector + 2) * sectorSize && at + 128 <= file.length; at += 128) {
      entries.push({
        type: file.readUInt8(at + 66),
        left: file.readInt32LE(at + 68),
        right: file.readInt32LE(at + 72),
        child: file.readInt32LE(at + 76),
        start: file.readInt32LE(at + 116),
        size: file.readInt32LE(at + 120),
      })
    }
  }
  return entries
}

/** Storages deeper than this are no one's messages in messages, and would exhaust the library's stack. */
const deepestStorage = 200

function checkTree(entries: readonly Entry[]): void {
  const visited = new Uint8Array(entries.length)
  const open: { index: number; depth: number }[] = [{ index: 0, depth: 0 }]
  for (let place = open.pop(); place; place = open.pop()) {
    const { index, depth } = place
    const entry = entries[index]
    if (!entry) throw new Error('the directory names an entry that it does not have')
    if (visited[index]) throw new Error('the directory runs in circles')
    if (depth > deepestStorage) throw new Error('the directory is too deep')
    visited[index] = 1
    for (const sibling of [entry.left, entry.right]) if (sibling !== -1 && index !== 0) open.push({ index: sibling, depth })
    if (entry.child !== -1 && (entry.type === 1 || entry.type === 5)) open.push({ index: entry.child, depth: depth + 1 })
  }
}
