// Wires the interface of one window: words, theme, stores, routes, dialogs and keys; then shows it.
import { createApp } from 'vue'
import { createPinia } from 'pinia'
import { ask, offerFiles, onNotice } from './bridge/bridge.ts'
import { bindDialogs, fetchDialogs } from './dialogs.ts'
import { createRoutes } from './routes.ts'
import { connectCore, listen } from './ui/core.ts'
import { useQuiet } from './ui/feedback/quiet.store.ts'
import { openDialog } from './ui/dialogs/dialogs.ts'
import AppRoot from './ui/shell/app-root.vue'
import { isAlone } from './ui/shell/open-window.ts'
import { letSingleLetters, startShortcuts } from './ui/shortcuts/use-shortcuts.ts'
import { useJobs } from './ui/stores/jobs.store.ts'
import { useSettings } from './ui/stores/settings.store.ts'
import { vuetify } from './ui/theme/vuetify.ts'
import { i18n, say } from './ui/words/i18n.ts'
import './ui/theme/theme.css'

export async function mountInterface(): Promise<void> {
  connectCore({ ask, onNotice, offerFiles })
  const app = createApp(AppRoot)
  app.use(createPinia()).use(i18n).use(vuetify)
  const settings = useSettings()
  const quiet = useQuiet()
  app.config.errorHandler = (error) => quiet.trouble(error)
  addEventListener('unhandledrejection', (event) => quiet.trouble(event.reason))
  letSingleLetters(() => settings.settings.singleLetterKeys)
  bindDialogs()

  const started = settings.start().catch((error: unknown) => error)
  const router = createRoutes(started)
  const failure = await started
  app.use(router)
  await router.isReady()
  app.mount('#app')
  startShortcuts()
  // The first rows are drawn before.
  setTimeout(fetchDialogs, 800)
  if (failure) quiet.trouble(failure)
  useJobs().start()
  if (!failure && !isAlone && settings.appState?.trouble === null && !settings.appState.isFirstStart) void offerDraft(quiet)
  listen('windowActivated', () => window.focus())
  listen('storeReplaced', () => location.reload())
}

/** What a form held when the program ended is offered again (UX-4): the newest draft of an activity. */
async function offerDraft(quiet: ReturnType<typeof useQuiet>): Promise<void> {
  try {
    const { drafts } = await ask('draft.list', {})
    const [newest] = drafts.filter((draft) => draft.key.startsWith('activity-form:')).sort((a, b) => b.savedAt - a.savedAt)
    if (!newest) return
    const id = newest.key.slice('activity-form:'.length)
    const run = (): void => {
      quiet.hide()
      void openDialog('activity-form', id === 'new' ? {} : { id })
    }
    quiet.show(say('activities.said.draftOffer', { title: newest.title }), { action: { label: say('activities.said.openDraft'), run } })
  } catch (error) {
    console.warn('draft.list', error)
  }
}
