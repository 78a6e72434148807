// All words in one language, one file per area: `<area>.<key>`.
const areas = import.meta.glob<Record<string, unknown>>('./es/*.json', { eager: true, import: 'default' })

export const words: Record<string, Record<string, unknown>> = {}
for (const [path, area] of Object.entries(areas)) words[path.slice(path.lastIndexOf('/') + 1, -'.json'.length)] = area
