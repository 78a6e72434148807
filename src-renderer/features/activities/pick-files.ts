// Files for an activity: chosen or dropped, handed over as tokens. Window only.
import { offerFiles } from '../../bridge/bridge.ts'

export interface PickedFile {
  token: string
  name: string
  size: number
}

export async function offer(files: readonly File[]): Promise<PickedFile[]> {
  const offered = await offerFiles([...files])
  return offered.map(({ token, name, size }) => ({ token, name, size }))
}

/** The system's dialog; an empty list where nothing was chosen. */
export function chooseFiles(): Promise<File[]> {
  return new Promise((resolve) => {
    const box = document.createElement('input')
    box.type = 'file'
    box.multiple = true
    box.addEventListener('change', () => resolve([...(box.files ?? [])]))
    box.addEventListener('cancel', () => resolve([]))
    box.click()
  })
}
