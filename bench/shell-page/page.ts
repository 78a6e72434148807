// The reference of `start`: the program's own shell (theme, words, rail, bar) around 50 rows that stand in the page itself. Nothing is asked of anybody.
import { createPinia } from 'pinia'
import { createApp, h } from 'vue'
import { createRouter, createWebHashHistory } from 'vue-router'
import type { CallOutput } from '../../src-shared/contract/index.ts'
import { connectCore } from '../../src-renderer/ui/core.ts'
import AppRoot from '../../src-renderer/ui/shell/app-root.vue'
import { firstSettings, noLists, useSettings } from '../../src-renderer/ui/stores/settings.store.ts'
import { vuetify } from '../../src-renderer/ui/theme/vuetify.ts'
import { i18n } from '../../src-renderer/ui/words/i18n.ts'
import '../../src-renderer/ui/theme/theme.css'
import './page.css'

const rows = Array.from({ length: 50 }, (_, n) => [
  `Talleres Ferrer ${n} S.L.`,
  'Llamada',
  'Llamar por el presupuesto',
  '23/11/2026 10:30',
  'Marta Vidal',
  'Prefiere que le llamen por la mañana',
])
const page = {
  render: () =>
    h(
      'div',
      { class: 'bench-list', role: 'grid' },
      rows.map((cells) =>
        h(
          'div',
          { class: 'bench-row', role: 'row' },
          cells.map((text) => h('span', { role: 'gridcell' }, text)),
        ),
      ),
    ),
}
const state: CallOutput<'app.state'> = {
  version: '0',
  host: 'local',
  isFirstStart: false,
  isSample: false,
  profilePath: '',
  systemZone: 'Europe/Madrid',
  systemLanguage: 'es',
  syncedFolder: null,
  trouble: null,
}
connectCore({
  ask: (name) => Promise.resolve(name === 'app.state' ? state : { settings: firstSettings, lists: noLists }),
  onNotice: () => () => undefined,
  offerFiles: () => Promise.resolve([]),
} as Parameters<typeof connectCore>[0])
const app = createApp(AppRoot).use(createPinia()).use(i18n).use(vuetify)
await useSettings().start()
const router = createRouter({
  history: createWebHashHistory(),
  routes: [
    { path: '/', redirect: '/activities' },
    { path: '/activities', component: page, meta: { title: 'shell.places.activities' } },
    { path: '/:rest(.*)*', redirect: '/activities' },
  ],
})
app.use(router)
await router.isReady()
app.mount('#app')
