// The page's second script: wires the interface of one window: words, theme, stores, routes, dialogs and keys; then shows it.
import { createApp } from 'vue'
import { createPinia } from 'pinia'
import { ask, offerFiles, onNotice, sayOrigin } from './bridge/bridge.ts'
import { bindDialogs, fetchDialogs } from './dialogs.ts'
import { registerModules } from './modules.ts'
import { createRoutes } from './routes.ts'
import { connectCore, listen } from './ui/core.ts'
import { useQuiet } from './ui/feedback/quiet.store.ts'
import { afterFirstRows } from './ui/shell/after-first-rows.ts'
import AppRoot from './ui/shell/app-root.vue'
import { originNow } from './ui/shell/origin.ts'
import { listenToPaste } from './ui/shell/paste-mail.ts'
import { letSingleLetters, startShortcuts } from './ui/shortcuts/use-shortcuts.ts'
import { useJobs } from './ui/stores/jobs.store.ts'
import { useSettings } from './ui/stores/settings.store.ts'
import { vuetify } from './ui/theme/vuetify.ts'
import { i18n } from './ui/words/i18n.ts'
import './ui/theme/theme.css'

async function mountInterface(): Promise<void> {
  connectCore({ ask, onNotice, offerFiles })
  sayOrigin(originNow)
  const app = createApp(AppRoot)
  app.use(createPinia()).use(i18n).use(vuetify)
  const settings = useSettings()
  const quiet = useQuiet()
  app.config.errorHandler = (error) => quiet.trouble(error)
  addEventListener('unhandledrejection', (event) => quiet.trouble(event.reason))
  letSingleLetters(() => settings.settings.singleLetterKeys)
  bindDialogs()
  registerModules()

  const started = settings.start().catch((error: unknown) => error)
  const router = createRoutes(started)
  const failure = await started
  app.use(router)
  await router.isReady()
  app.mount('#app')
  startShortcuts()
  listenToPaste()
  // The first rows are drawn before.
  setTimeout(fetchDialogs, 800)
  if (failure) quiet.trouble(failure)
  afterFirstRows(() => useJobs().start())
  listen('windowActivated', () => window.focus())
  listen('storeReplaced', () => location.reload())
}

void mountInterface()
