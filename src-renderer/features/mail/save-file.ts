// Saving what the host serves once: the original of a mail, or one attachment (EML-3).

/** Hands a single-use address to the browser's own way of saving. */
export function saveFrom(url: string, name: string): void {
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.hidden = true
  document.body.append(link)
  link.click()
  link.remove()
}
