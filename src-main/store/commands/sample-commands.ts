// Takes in the sample's records through the pipeline like any others. Runs on the writer's thread.
import type { TableName, Values } from '../tables.ts'
import type { WriteTx } from '../write-session.ts'

export const sampleCommands = {
  'sample.fill': (tx: WriteTx, input: { records: { table: TableName; id: string; values: unknown }[] }): { inserted: number } => {
    for (const { table, id, values } of input.records) tx.insert(table, values as Values<TableName>, id)
    tx.summarize({ count: input.records.length })
    return { inserted: input.records.length }
  },
}
