// Signatures as people write them, invented, with what may be proposed from each and nothing more (EML-5).
import { describe, expect, it } from 'vitest'
import type { ParsedMail } from './parsed-mail.ts'
import { signatureOf } from './signature.ts'

const mail = (text: string, name: string, address: string): ParsedMail => ({
  messageId: null, inReplyTo: null, references: [], subject: '', from: { name, address }, replyTo: [], to: [], cc: [], bcc: [], date: null, text,
  html: null, attachments: [], security: null, contentHash: '', threadKey: '',
}) // prettier-ignore

type Row = [signature: string, phones: string[], company: string | null, title: string | null]

/** Ana Ejemplo writes from ana@inventados.example; the domain gives "Inventados" where nothing else does. */
const rows: Row[] = [
  ['Ana Ejemplo\nDirectora Comercial\nSuministros Inventados S.L.\nTfno. 912 345 678', ['912 345 678'], 'Suministros Inventados S.L.', 'Directora Comercial'],
  ['Ana Ejemplo\nJefa de Compras\nSUMINISTROS INVENTADOS, S.A.\nTlf: 91 234 56 78', ['91 234 56 78'], 'SUMINISTROS INVENTADOS, S.A.', 'Jefa de Compras'],
  ['Ana Ejemplo\nResponsable de Administración\nInventados Levante, S.L.U.\nTel. +34 96 123 45 67', ['+34 96 123 45 67'], 'Inventados Levante, S.L.U.', 'Responsable de Administración'],
  ['Ana Ejemplo | Gerente | Talleres Ficticios SL | 600 111 222', ['600 111 222'], 'Talleres Ficticios SL', 'Gerente'],
  ['Ana Ejemplo - Delegada Zona Norte\nMóvil 600.111.222\nOficina 944 123 456', ['600.111.222', '944 123 456'], 'Inventados', 'Delegada Zona Norte'],
  ['Ana Ejemplo\nIngeniera de Proyectos\nM: +34 600 11 12 22\nT: +34 912 34 56 78', ['+34 600 11 12 22', '+34 912 34 56 78'], 'Inventados', 'Ingeniera de Proyectos'],
  ['Ana Ejemplo\nAbogada\nEjemplo y Asociados, S.L.P.\nTeléfono: (+34) 912 345 678', ['(+34) 912 345 678'], 'Ejemplo y Asociados, S.L.P.', 'Abogada'],
  ['Ana Ejemplo\nArquitecta\nEstudio Inventado, S.Coop.\nMvl. 600 111 222', ['600 111 222'], 'Estudio Inventado, S.Coop.', 'Arquitecta'],
  ['Ana Ejemplo\nTécnica de Calidad\nTf. 912345678 Ext. 123', ['912345678'], 'Inventados', 'Técnica de Calidad'],
  ['Ana Ejemplo\nDpto. Comercial\nTel: 912 345 678 (ext. 12)', ['912 345 678'], 'Inventados', 'Dpto. Comercial'],
  ['Ana Ejemplo\nKey Account Manager\nInvented Supplies Ltd.\nPhone: +44 20 7946 0000', ['+44 20 7946 0000'], 'Invented Supplies Ltd.', 'Key Account Manager'],
  ['Ana Ejemplo\nHead of Procurement\nInvented Supplies Inc.\nOffice: (555) 010-0199 x12', ['(555) 010-0199'], 'Invented Supplies Inc.', 'Head of Procurement'],
  ['Ana Ejemplo\nCEO\nInvented LLC\nCell: 555-010-0199', ['555-010-0199'], 'Invented LLC', 'CEO'],
  ['Ana Ejemplo\nVP Sales\nInvented Supplies Corp.\nMobile +1 (555) 010-0199', ['+1 (555) 010-0199'], 'Invented Supplies Corp.', 'VP Sales'],
  ['Ana Ejemplo\nPurchasing Manager\nErfundene Werke GmbH\nTel.: +49 30 1234567\nFax: +49 30 1234568', ['+49 30 1234567'], 'Erfundene Werke GmbH', 'Purchasing Manager'],
  ['Ana Ejemplo\nGeschäftsführerin\nErfundene Werke GmbH & Co. KG\nTelefon +49 30 123456-0', ['+49 30 123456-0'], 'Erfundene Werke GmbH & Co. KG', 'Geschäftsführerin'],
  ['Ana Ejemplo\nResponsable Achats\nFournitures Inventées SAS\nTél. : +33 1 23 45 67 89', ['+33 1 23 45 67 89'], 'Fournitures Inventées SAS', 'Responsable Achats'],
  ['Ana Ejemplo\nDirectrice Commerciale\nFournitures Inventées S.A.R.L.\nPort. 06 12 34 56 78', ['06 12 34 56 78'], 'Fournitures Inventées S.A.R.L.', 'Directrice Commerciale'],
  ['Ana Ejemplo\nResponsabile Acquisti\nForniture Inventate S.r.l.\nCell. +39 320 123 4567', ['+39 320 123 4567'], 'Forniture Inventate S.r.l.', 'Responsabile Acquisti'],
  ['Ana Ejemplo\nDiretora Comercial\nFornecimentos Inventados, Lda.\nTelemóvel: +351 912 345 678', ['+351 912 345 678'], 'Fornecimentos Inventados, Lda.', 'Diretora Comercial'],
  ['Ana Ejemplo\nCap de Vendes\nSubministraments Inventats, S.L.\nMòbil: 600 111 222', ['600 111 222'], 'Subministraments Inventats, S.L.', 'Cap de Vendes'],
  ['Ana Ejemplo\nInkoopmanager\nVerzonnen Zaken B.V.\nT +31 20 123 4567', ['+31 20 123 4567'], 'Verzonnen Zaken B.V.', 'Inkoopmanager'],
  ['*Ana Ejemplo*\n*Directora de Marketing*\n*Suministros Inventados, S.L.*\n*T.* 912 345 678', ['912 345 678'], 'Suministros Inventados, S.L.', 'Directora de Marketing'],
  ['Ana Ejemplo\nDirectora Financiera | Suministros Inventados, S.L.\n+34 912 345 678 | www.inventados.example', ['+34 912 345 678'], 'Suministros Inventados, S.L.', 'Directora Financiera'],
  ['ANA EJEMPLO\nDIRECTORA GENERAL\nSUMINISTROS INVENTADOS SLU\nTEL. 912345678', ['912345678'], 'SUMINISTROS INVENTADOS SLU', 'DIRECTORA GENERAL'],
  ['Ana Ejemplo\nComercial\nT 912 345 678 · M 600 111 222', ['912 345 678', '600 111 222'], 'Inventados', 'Comercial'],
  ['Ana Ejemplo\nAdministración\n📞 912 345 678\n📱 600 111 222', ['912 345 678', '600 111 222'], 'Inventados', 'Administración'],
  ['Ana Ejemplo\nSecretaria de Dirección\nTel. directo: 912 345 678', ['912 345 678'], 'Inventados', 'Secretaria de Dirección'],
  ['Ana Ejemplo\nSocia fundadora\nWhatsApp: 600 111 222', ['600 111 222'], 'Inventados', 'Socia fundadora'],
  ['Ana Ejemplo\nAsesora fiscal\nGestoría Inventada, C.B.\nTeléf.: 976 12 34 56', ['976 12 34 56'], 'Gestoría Inventada, C.B.', 'Asesora fiscal'],
  ['Ana Ejemplo\nCoordinadora de Logística\nTels. 912 345 678 / 912 345 679', ['912 345 678', '912 345 679'], 'Inventados', 'Coordinadora de Logística'],
  ['Ana Ejemplo\nProduct Manager\nT: 0034 912 345 678', ['0034 912 345 678'], 'Inventados', 'Product Manager'],
  ['Ana Ejemplo\nDirectora de Operaciones\nC/ Falsa 123, 28001 Madrid\nTel. 912 345 678', ['912 345 678'], 'Inventados', 'Directora de Operaciones'],
  ['Ana Ejemplo\nSuministros Inventados, S.L.\nDirectora Técnica\nTel. 912 345 678', ['912 345 678'], 'Suministros Inventados, S.L.', 'Directora Técnica'],
  ['Atentamente,\n\nAna Ejemplo\n\nDepartamento de Compras\n\nSuministros Inventados, S.L.\n\nTelf. 912 345 678', ['912 345 678'], 'Suministros Inventados, S.L.', 'Departamento de Compras'],
  ['Best regards,\nAna Ejemplo\nSenior Consultant\nInvented Advisory LLP\nDirect: +44 20 7946 0001', ['+44 20 7946 0001'], 'Invented Advisory LLP', 'Senior Consultant'],
  ['Ana Ejemplo\nEncargada de Tienda\nFerretería Inventada\nTlfn: 912 345 678', ['912 345 678'], 'Inventados', 'Encargada de Tienda'],
  ['Ana Ejemplo, Gerente\nTransportes Imaginarios S. L.\nTel: 912-345-678', ['912-345-678'], 'Transportes Imaginarios S. L.', 'Gerente'],
  ['Ana Ejemplo (Directora de RR. HH.)\nTel. 912 345 678', ['912 345 678'], 'Inventados', 'Directora de RR. HH.'],
  ['Ana Ejemplo\nCTO & Co-founder\nInvented Labs, Inc\nm +1 555 010 0199', ['+1 555 010 0199'], 'Invented Labs, Inc', 'CTO & Co-founder'],
  ['Ana Ejemplo\nCFO\nInvented Holding AG\nTel +41 44 123 45 67', ['+41 44 123 45 67'], 'Invented Holding AG', 'CFO'],
  ['Ana Ejemplo\nResponsable de Exportación / Export Manager\nTel. 912 345 678', ['912 345 678'], 'Inventados', 'Responsable de Exportación / Export Manager'],
  ['Ana Ejemplo\nVeterinaria\nTel. 912 345 678', ['912 345 678'], 'Inventados', null],
  ['Ana Ejemplo\nSuministros Inventados, Sociedad Limitada\nTel. 912 345 678', ['912 345 678'], 'Suministros Inventados, Sociedad Limitada', null],
  ['Ana Ejemplo\nCIF B12345678\nFax 912 345 679', [], 'Inventados', null],
  ['Ana Ejemplo\nIBAN ES91 2100 0418 4502 0005 1332\nReg. Merc. Madrid T. 12.345, F. 678', [], 'Inventados', null],
  ['Ana\nEnviado desde mi iPhone', [], 'Inventados', null],
  ['Ana Ejemplo\nPedido 600111222333444\nFactura 2026/000123456', [], 'Inventados', null],
  ['Un saludo.\nAna Ejemplo\nTel. 912 345 678\n\nAntes de imprimir este mensaje, piense en el medio ambiente.\nEste mensaje va dirigido a su destinatario y puede contener información confidencial de Suministros Inventados, S.L.', ['912 345 678'], 'Inventados', null],
  ['Ana Ejemplo\nTel. 912 345 678\nwww.inventados.example\nLinkedIn: /in/ana-ejemplo-123456789', ['912 345 678'], 'Inventados', null],
  ['Ana Ejemplo\nHorario: 9:00-14:00 / 16:00-19:00\nTel. 912 345 678', ['912 345 678'], 'Inventados', null],
  ['Ana Ejemplo\nTel. 112', [], 'Inventados', null],
  ['Ana Ejemplo\nCentralita: 900 123 456\nMóvil: 600 111 222', ['900 123 456', '600 111 222'], 'Inventados', null],
  ['Ana Ejemplo\n+34600111222', ['+34600111222'], 'Inventados', null],
  ['Ana Ejemplo\n600-111-222', ['600-111-222'], 'Inventados', null],
  ['Ana Ejemplo\nT.912345678 F.912345679', ['912345678'], 'Inventados', null],
  ['Ana Ejemplo\nTel./Fax: 912 345 678', ['912 345 678'], 'Inventados', null],
  ['Ana Ejemplo\nTel: 912 345 678 - Fax: 912 345 679 - Móvil: 600 111 222', ['912 345 678', '600 111 222'], 'Inventados', null],
  ['Ana Ejemplo\nPolígono Industrial Inventado, nave 12\n28000 Ciudad Falsa\nTel +34 912 345 678', ['+34 912 345 678'], 'Inventados', null],
  ['Hablamos con el gerente de Talleres Ficticios, S.L. el lunes y llamará.\n\nGracias', [], 'Inventados', null],
  ['-- \nAna Ejemplo\nDirectora Comercial\nSuministros Inventados, S.L.\nTel. 912 345 678\nAviso legal: Otra Empresa Inventada, S.A.', ['912 345 678'], 'Suministros Inventados, S.L.', 'Directora Comercial'],
  ['Ana Ejemplo\nDirectora\nGrupo Inventado, S.A.\nTel. 912 345 678 | 600 111 222', ['912 345 678', '600 111 222'], 'Grupo Inventado, S.A.', 'Directora'],
  ['Ana Ejemplo\nBuyer\nInvented Foods Pty Ltd\nP: +61 2 5550 1234', ['+61 2 5550 1234'], 'Invented Foods Pty Ltd', 'Buyer'],
  ['Ana Ejemplo\nGerente de Ventas\nInventos de México, S.A. de C.V.\nTel. +52 55 1234 5678', ['+52 55 1234 5678'], 'Inventos de México, S.A. de C.V.', 'Gerente de Ventas'],
  ['Ana Ejemplo\nJefe de Producto\nInventos Andinos S.A.S.\nCel: +57 300 123 4567', ['+57 300 123 4567'], 'Inventos Andinos S.A.S.', 'Jefe de Producto'],
] // prettier-ignore

describe('a signature', () => {
  it.each(rows)('%j proposes what it says', (signature, phones, company, title) => {
    const text = `Buenos días:\n\nAdjunto lo hablado.\n\n${signature}`
    expect(signatureOf(mail(text, 'Ana Ejemplo', 'ana@inventados.example'))).toEqual({ name: 'Ana Ejemplo', phones, company, title })
  })
})
