import { describe, expect, it } from 'vitest'
import { textFromHtml } from './html-text.ts'

describe('the text of an HTML mail', () => {
  it('keeps the cells of a table apart and its rows on lines of their own', () => {
    const table =
      '<p>Hola</p><table border=1><tr><th>Ref.<th>Cant.<th>Precio<tr><td>4471<td>24<td>12,50 €</table><p>Saludos</p>'
    expect(textFromHtml(table)).toBe('Hola\n\nRef.\tCant.\tPrecio\n4471\t24\t12,50 €\n\nSaludos')
  })

  it('reads a page laid out in tables as lines, without what their empty cells leave', () => {
    const page =
      '<table><tr><td>&nbsp;</td><td>Ofertas</td><td></td></tr><tr><td><img src="cid:a"></td><td><b>Ainhoa Lasa</b><br>Compras</td></tr></table>'
    expect(textFromHtml(page)).toBe('Ofertas\nAinhoa Lasa\nCompras')
  })
})
