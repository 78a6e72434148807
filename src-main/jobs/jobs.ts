// Long work with progress, cancel and result: one mechanism for all. Core thread; the work itself runs on worker threads.
import { randomUUID } from 'node:crypto'
import type { JobState } from '../../src-shared/contract/app.ts'
import { KnownError } from '../../src-shared/errors.ts'
import type { Log, Notify } from '../ports.ts'

export interface JobControl {
  readonly signal: AbortSignal
  progress(done: number, total: number | null): void
}

/** Work whose end somebody waits for; `state` once it is shown. */
interface Turn {
  kind: string
  state: JobState | null
  over: Promise<unknown>
}

const keptEnded = 20
const noticeEveryMs = 100
/** What somebody waits for is shown when it takes longer than this. */
const shownAfterMs = 400

export class Jobs {
  private readonly states = new Map<string, JobState>()
  private readonly aborts = new Map<string, AbortController>()
  /** One at a time: the first is under way. */
  private readonly line: Turn[] = []
  private readonly notify: Notify
  private readonly log: Log
  private readonly now: () => number
  private isEnding = false

  constructor(notify: Notify, log: Log, now: () => number) {
    this.notify = notify
    this.log = log
    this.now = now
  }

  /** Starts work and returns its id at once. The work must look at `signal` between its steps. */
  start(kind: string, work: (control: JobControl) => Promise<unknown>, isWaitedFor = false): string {
    const id = randomUUID()
    const abort = new AbortController()
    const state: JobState = { id, kind, progress: null, status: 'running', isWaitedFor, waitsFor: null, done: 0, total: null, error: null, result: null }
    this.states.set(id, state)
    this.aborts.set(id, abort)
    let lastNotice = 0
    const control: JobControl = {
      signal: abort.signal,
      progress: (done, total) => {
        state.done = done
        state.total = total
        state.progress = total === null || total === 0 ? null : Math.min(1, done / total)
        if (this.now() - lastNotice >= noticeEveryMs) {
          lastNotice = this.now()
          this.tell(state)
        }
      },
    }
    this.tell(state)
    work(control).then(
      (result) => this.end(state, { status: abort.signal.aborted ? 'cancelled' : 'done', result: result ?? null }),
      (error: unknown) => this.fail(state, error, abort.signal.aborted),
    )
    return id
  }

  /**
   * Runs work whose end somebody waits for, one after another. What takes longer than a moment is shown as a job, with what it waits for, and can be given
   * up there: before its turn at once.
   */
  run<T>(kind: string, work: (control: JobControl) => Promise<T>): Promise<T> {
    const abort = new AbortController()
    let far: [done: number, total: number | null] = [0, null]
    let shown: JobControl | null = null
    const control: JobControl = {
      signal: abort.signal,
      progress: (...now) => {
        far = now
        shown?.progress(...now)
      },
    }
    const ahead = this.line.at(-1)
    const working = ahead === undefined ? work(control) : this.inTurn(ahead, abort.signal, () => work(control))
    const over = working.catch(() => null)
    const turn: Turn = { kind, state: null, over: ahead === undefined ? over : Promise.all([ahead.over, over]) }
    this.line.push(turn)
    const timer = setTimeout(() => {
      const id = this.start(
        kind,
        async (job) => {
          shown = job
          // The end of the program waits for it instead.
          job.signal.addEventListener('abort', () => this.isEnding || abort.abort(), { once: true })
          job.progress(...far)
          await over
        },
        true,
      )
      turn.state = this.states.get(id) ?? null
      this.tellLine()
    }, shownAfterMs)
    void over.then(() => {
      clearTimeout(timer)
      this.line.splice(this.line.indexOf(turn), 1)
      this.tellLine()
    })
    return working
  }

  private inTurn<T>(ahead: Turn, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const giveUp = (): void => reject(new KnownError('cancelled', {}))
      signal.addEventListener('abort', giveUp, { once: true })
      void ahead.over.then(() => {
        if (signal.aborted) return
        signal.removeEventListener('abort', giveUp)
        work().then(resolve, reject)
      })
    })
  }

  /** What is shown says what it waits for, as the line moves on. */
  private tellLine(): void {
    const [first] = this.line
    for (const turn of this.line) {
      const { state } = turn
      const waitsFor = first === undefined || turn === first ? null : first.kind
      if (state === null || state.waitsFor === waitsFor) continue
      state.waitsFor = waitsFor
      this.tell(state)
    }
  }

  list(): JobState[] {
    return [...this.states.values()]
  }

  cancel(id: string): void {
    this.aborts.get(id)?.abort()
  }

  /** The program ends. */
  cancelAll(): void {
    this.isEnding = true
    for (const abort of this.aborts.values()) abort.abort()
  }

  private fail(state: JobState, error: unknown, wasAborted: boolean): void {
    if (wasAborted) return this.end(state, { status: 'cancelled' })
    if (error instanceof KnownError) return this.end(state, { status: 'failed', error: { code: error.code, details: error.details } })
    const reference = randomUUID().slice(0, 8)
    this.log.error(`job ${state.kind} failed, reference ${reference}`, error)
    this.end(state, { status: 'failed', error: { code: 'internal', details: { reference } } })
  }

  private end(state: JobState, outcome: Partial<JobState>): void {
    Object.assign(state, outcome)
    this.aborts.delete(state.id)
    const ended = [...this.states.values()].filter((job) => job.status !== 'running')
    for (const old of ended.slice(0, Math.max(0, ended.length - keptEnded))) this.states.delete(old.id)
    this.tell(state)
  }

  private tell(state: JobState): void {
    this.notify({ name: 'jobChanged', data: { ...state } }, null)
  }
}
