// A window as the benchmark plays it: the calls of the contract over one kept-alive HTTP connection to the local host. A reply counts as received
// when it is parsed.
import { Agent, request } from 'node:http'
import { startLocal, type LocalProcess } from '../build/local-process.ts'
import type { CallInput, CallName, CallOutput } from '../src-shared/contract/index.ts'
import type { Reply } from '../src-shared/errors.ts'
import { localEntry } from './stores.ts'

export interface Client {
  readonly process: LocalProcess
  ask<N extends CallName>(name: N, input: CallInput<N>): Promise<CallOutput<N>>
  close(): Promise<void>
}

export async function openClient(profile: string): Promise<Client> {
  const local = await startLocal(profile, { entry: localEntry })
  const agent = new Agent({ keepAlive: true, maxSockets: 2, noDelay: true })
  const post = (path: string, headers: Record<string, string>, body: string, isRepeated = false): Promise<string> =>
    new Promise((resolve, reject) => {
      const call = request(
        {
          host: '127.0.0.1',
          port: local.port,
          method: 'POST',
          path,
          agent,
          headers: {
            'content-type': 'application/json',
            origin: local.origin,
            'content-length': Buffer.byteLength(body),
            ...headers,
          },
        },
        (reply) => {
          const chunks: Buffer[] = []
          reply.on('data', (chunk: Buffer) => chunks.push(chunk))
          reply.on('end', () => resolve(Buffer.concat(chunks).toString('utf8')))
          reply.on('error', reject)
        },
      )
      call.on('error', (error) => {
        // The server closed the idle connection while other work was measured: a browser sends the request again on a new one, and so does this.
        if (call.reusedSocket && !isRepeated) resolve(post(path, headers, body, true))
        else reject(error)
      })
      call.end(body)
    })
  const { token } = JSON.parse(await post('/api/window', { 'x-maletin-key': local.key }, '{}')) as { token: string }
  return {
    process: local,
    ask: async <N extends CallName>(name: N, input: CallInput<N>): Promise<CallOutput<N>> => {
      const { reply } = JSON.parse(
        await post('/api/ask', { 'x-maletin-window': token }, JSON.stringify([{ name, input }])),
      ) as { reply: Reply<CallOutput<N>> }
      if (!reply.ok) throw new Error(`${name}: ${reply.error.code} ${JSON.stringify(reply.error.details)}`)
      return reply.value
    },
    close: async () => {
      agent.destroy()
      await local.stop()
    },
  }
}
