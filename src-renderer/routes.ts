// The pages of the windows, each in a chunk of its own but the one that is mostly first, and what must be settled before any of them: first start, trouble with the store.
import { createRouter, createWebHashHistory, type Router } from 'vue-router'
import ActivitiesPage from './features/activities/activities-page.vue'
import { takeFirstRows } from './ui/data-list/first-rows.ts'
import { registerCommand } from './ui/shell/commands.ts'
import { openDialog } from './ui/dialogs/dialogs.ts'
import { importContacts } from './ui/files/import-contacts.ts'
import { useMailDrop } from './ui/stores/mail-drop.store.ts'
import { useSettings } from './ui/stores/settings.store.ts'

export function createRoutes(started: Promise<unknown>): Router {
  const router = createRouter({
    history: createWebHashHistory(),
    routes: [
      { path: '/', redirect: () => `/${useSettings().settings.firstPlace}` },
      {
        path: '/today',
        component: () => import('./features/today/today-page.vue'),
        meta: { title: 'shell.places.today' },
      },
      {
        path: '/activities',
        component: ActivitiesPage,
        meta: { title: 'shell.places.activities' },
      },
      {
        path: '/activities/:id',
        component: () => import('./features/activities/activity-page.vue'),
        props: true,
        meta: { title: 'shell.places.activities' },
      },
      {
        path: '/calendar',
        component: () => import('./features/calendar/calendar-page.vue'),
        meta: { title: 'shell.places.calendar' },
      },
      {
        path: '/contacts',
        component: () => import('./features/contacts/contacts-page.vue'),
        meta: { title: 'shell.places.contacts' },
      },
      {
        path: '/contacts/:id',
        component: () => import('./features/contacts/contact-page.vue'),
        props: true,
        meta: { title: 'shell.places.contacts' },
      },
      { path: '/next', component: () => import('./features/next/next-page.vue'), meta: { title: 'shell.places.next' } },
      {
        path: '/session/:id',
        component: () => import('./features/next/session-page.vue'),
        props: true,
        meta: { title: 'shell.places.session' },
      },
      {
        path: '/mail',
        component: () => import('./features/mail/mails-page.vue'),
        meta: { title: 'shell.places.mail' },
      },
      {
        path: '/mail/tray',
        component: () => import('./features/mail/tray-page.vue'),
        meta: { title: 'tray.tabs.tray' },
      },
      {
        path: '/mail/imports',
        component: () => import('./features/mail/imports-page.vue'),
        meta: { title: 'tray.tabs.imports' },
      },
      {
        path: '/mail/imports/:id',
        component: () => import('./features/mail/import-report-page.vue'),
        props: true,
        meta: { title: 'tray.tabs.imports' },
      },
      {
        path: '/mail/:id',
        component: () => import('./features/mail/mail-page.vue'),
        props: true,
        meta: { title: 'shell.places.mail' },
      },
      {
        path: '/bulk-dates',
        component: () => import('./features/bulk-dates/bulk-dates-page.vue'),
        meta: { title: 'bulk.title' },
      },
      {
        path: '/history',
        component: () => import('./features/history/history-page.vue'),
        meta: { title: 'shell.places.history' },
      },
      {
        path: '/settings/:section?',
        component: () => import('./features/settings/settings-page.vue'),
        props: true,
        meta: { title: 'shell.places.settings' },
      },
      {
        path: '/first-start',
        component: () => import('./features/first-start/first-start-page.vue'),
        meta: { isBare: true, title: 'firstStart.title' },
      },
      {
        path: '/trouble',
        component: () => import('./features/first-start/trouble-page.vue'),
        meta: { isBare: true, title: 'shell.trouble' },
      },
      { path: '/:rest(.*)*', redirect: '/activities' },
    ],
  })
  router.beforeEach(async (to) => {
    await started
    const state = useSettings().appState
    if (state?.trouble && to.path !== '/trouble') return '/trouble'
    if (!state?.trouble && state?.isFirstStart) {
      // What was asked before anybody worked here says nothing about the lists afterwards.
      takeFirstRows('activities')
      if (to.path !== '/first-start') return '/first-start'
    }
    // Rows asked for before anybody knew what opens first would be old when the list is opened later.
    if (to.path === '/today') takeFirstRows('activities')
    return true
  })
  registerCommand({
    id: 'create.activity',
    words: 'shell.createActivity',
    icon: 'calendar-clock',
    keys: 'Alt+N',
    creates: true,
    run: () => void openDialog('activity-quick', {}),
  })
  const createContact = async (kind: 'company' | 'person'): Promise<void> => {
    const made = await openDialog('contact-form', { kind })
    if (made) await router.push(`/contacts/${made.id}`)
  }
  registerCommand({
    id: 'create.company',
    words: 'shell.createCompany',
    icon: 'domain',
    creates: true,
    run: () => void createContact('company'),
  })
  registerCommand({
    id: 'create.person',
    words: 'shell.createPerson',
    icon: 'account',
    creates: true,
    run: () => void createContact('person'),
  })
  registerCommand({
    id: 'import.contacts',
    words: 'contactImport.command',
    icon: 'tray-arrow-down',
    run: () => void importContacts(),
  })
  registerCommand({
    id: 'take.folder',
    words: 'imports.chooseFolder',
    icon: 'tray-arrow-down',
    run: () => useMailDrop().choose(null, 'folder'),
  })
  registerCommand({
    id: 'open.tray',
    words: 'tray.open',
    icon: 'tray-arrow-down',
    run: () => void router.push('/mail/tray'),
  })
  registerCommand({
    id: 'rescue.overdue',
    words: 'bulk.rescueCommand',
    icon: 'lifebuoy',
    run: () => void openDialog('rescue-overdue', {}),
  })
  registerCommand({
    id: 'paste.mail',
    words: 'shell.pasteMail',
    icon: 'content-copy',
    keys: 'Ctrl+V',
    creates: true,
    run: () => useMailDrop().paste(''),
  })
  registerCommand({
    id: 'attach.mail',
    words: 'activities.attachMail',
    icon: 'email-outline',
    when: () => useMailDrop().activity() !== null,
    run: () => useMailDrop().choose(useMailDrop().activity()),
  })
  registerCommand({
    id: 'take.mail',
    words: 'shell.takeMail',
    icon: 'tray-arrow-down',
    keys: 'Ctrl+Shift+E',
    creates: true,
    run: () => useMailDrop().choose(),
  })
  return router
}
