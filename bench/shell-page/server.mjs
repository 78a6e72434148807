// Serves a folder of files on 127.0.0.1 by plain node:http, and prints its address. Plain JavaScript: nothing has to be stripped before it starts.
import { createReadStream } from 'node:fs'
import { createServer } from 'node:http'
import { extname, join } from 'node:path'

const folder = process.argv[2]
const types = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.woff2': 'font/woff2',
  '.svg': 'image/svg+xml',
}
const server = createServer((request, response) => {
  const path = (request.url ?? '/').split('?')[0]
  const file = join(folder, path === '/' ? 'index.html' : path)
  const stream = createReadStream(file)
  stream.on('error', () => response.writeHead(404).end())
  stream.on('open', () => {
    response.writeHead(200, { 'content-type': types[extname(file)] ?? 'application/octet-stream' })
    stream.pipe(response)
  })
})
server.listen(0, '127.0.0.1', () =>
  process.stdout.write(`${JSON.stringify({ url: `http://127.0.0.1:${server.address().port}/` })}\n`),
)
process.on('SIGTERM', () => process.exit(0))
