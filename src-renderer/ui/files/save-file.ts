// Saving what the host serves once: an original, an attachment, a PDF (EML-3).

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
