import { build } from 'vite'
const out: any = await build({ configFile: 'build/vite.renderer.config.ts', logLevel: 'silent', build: { write: false, minify: false } })
for (const c of out.output) if (c.type === 'chunk' && ['interface', 'early', 'activities-page'].includes(c.name)) {
  const m = Object.entries(c.modules).map(([k, v]: any) => [k.replace(/.*node_modules./, 'nm/').replace('/work/w-house/', ''), v.renderedLength ?? v.code?.length ?? 0]).sort((a: any, b: any) => b[1] - a[1])
  console.log(c.name, c.code.length); console.log(m.slice(0, 50).map((x) => x[1] + ' ' + x[0]).join('\n'))
}
