// Long work under way, as the top bar shows it.
import { computed, ref } from 'vue'
import { defineStore } from 'pinia'
import type { JobState } from '../../../src-shared/contract/app.ts'
import { ask, listen } from '../core.ts'

export const useJobs = defineStore('jobs', () => {
  const jobs = ref(new Map<string, JobState>())
  const running = computed(() => [...jobs.value.values()].filter((job) => job.status === 'running' && !job.isWaitedFor))
  /** Changes that take long, which somebody waits for. */
  const waitedFor = computed(() => [...jobs.value.values()].filter((job) => job.status === 'running' && job.isWaitedFor))
  const failed = computed(() => [...jobs.value.values()].filter((job) => job.status === 'failed'))
  const recent = computed(() => [...jobs.value.values()].reverse().slice(0, 20))

  async function refresh(): Promise<void> {
    const { jobs: known } = await ask('job.list', {})
    jobs.value = new Map(known.map((job) => [job.id, job]))
  }
  function start(): void {
    const again = (): void => void refresh().catch((error: unknown) => console.warn('jobs', error))
    listen('jobChanged', (job) => void jobs.value.set(job.id, job), again)
    again()
  }
  const cancel = (id: string): Promise<null> => ask('job.cancel', { id })
  function forget(id: string): void {
    jobs.value.delete(id)
  }
  /** Waits for a job's end; rejects never: look at its status. */
  function whenOver(id: string): Promise<JobState> {
    return new Promise((resolve) => {
      const stop = listen('jobChanged', (job) => {
        if (job.id !== id || job.status === 'running') return
        stop()
        resolve(job)
      })
      const known = jobs.value.get(id)
      if (known && known.status !== 'running') {
        stop()
        resolve(known)
      }
    })
  }
  return { jobs, running, waitedFor, failed, recent, start, cancel, forget, whenOver }
})
