// Keeps calls and exchanges of the open store apart (sample entered or left, backup restored, program ended): a call that began on one store ends
// on it, since integer keys of one mean other records in the next. Core thread. Must stay true: what runs `alone` runs with no call under way.

export class ExchangeGate {
  private readonly underWay = new Set<Promise<unknown>>()
  private shut: Promise<void> | null = null

  /** Runs a call, after the exchange that is going on. */
  async enter<T>(work: () => Promise<T>): Promise<T> {
    while (this.shut !== null) await this.shut
    const running = work()
    this.underWay.add(running)
    try {
      return await running
    } finally {
      this.underWay.delete(running)
    }
  }

  /** Runs an exchange once the calls under way have ended; later ones wait for it. Never from within a call that entered. */
  async alone<T>(work: () => Promise<T>): Promise<T> {
    while (this.shut !== null) await this.shut
    let open = (): void => undefined
    this.shut = new Promise((resolve) => (open = resolve))
    try {
      await Promise.allSettled([...this.underWay])
      return await work()
    } finally {
      this.shut = null
      open()
    }
  }
}
