// Invented names, places and sentences of the sample. Nobody in it exists; mail domains are reserved ones (RFC 2606).

export const trades = [
  'Talleres', 'Óptica', 'Bodegas', 'Ferretería', 'Panadería', 'Clínica Dental', 'Transportes', 'Suministros', 'Construcciones', 'Muebles', 'Viveros',
  'Imprenta', 'Electricidad', 'Carpintería', 'Gestoría', 'Farmacia', 'Hotel', 'Restaurante', 'Almacenes', 'Frutas', 'Pinturas', 'Academia', 'Joyería',
  'Confecciones', 'Maquinaria', 'Instalaciones', 'Distribuciones', 'Cerámicas', 'Conservas', 'Papelería',
]
export const forms = ['S.L.', 'S.L.', 'S.L.', 'S.A.', 'S.L.U.', 'S.C.', '']
export const foreignCompanies: [string, string][] = [
  ['Nordlund Maskin AB', 'SE'], ['Kowalczyk Logistyka', 'PL'], ['Schreinerei Hartmann GmbH', 'DE'], ['Brasserie Delorme SARL', 'FR'], ['Ó Faoláin Foods Ltd', 'IE'],
  ['Ferreira & Lobato Lda', 'PT'], ['Officine Bernardi Srl', 'IT'], ['Van der Hoek BV', 'NL'], ['Ångström Optik AB', 'SE'], ['Müller-Straßner KG', 'DE'],
  ['Łukaszewski Meble', 'PL'], ['Nakagawa Trading KK', 'JP'], ['Whitcombe Instruments Ltd', 'GB'], ['Dufresne Équipements SAS', 'FR'],
]
export const givenNames = [
  'María', 'Carmen', 'Lucía', 'Ana', 'Laura', 'Marta', 'Elena', 'Sara', 'Paula', 'Irene', 'Nuria', 'Pilar', 'Rocío', 'Ángela', 'Begoña', 'Antonio', 'José', 'Manuel',
  'Javier', 'David', 'Álvaro', 'Íñigo', 'Sergio', 'Óscar', 'Rubén', 'Andrés', 'Jordi', 'Xabier', 'Iker', 'Gonzalo', 'Ingrid', 'Piotr', 'Chloé', 'Declan', 'Matteo',
]
export const familyNames = [
  'García', 'Ruiz', 'Álvarez', 'Sanz', 'Núñez', 'Peña', 'Ibáñez', 'Muñoz', 'Ortega', 'Vidal', 'Montcada', 'Etxeberria', 'Quintana', 'Zubiri', 'Castaño', 'Bermúdez', 'Rovira',
  'Lozano', 'Cuesta', 'Ferrer', 'Marín', 'Soler', 'Pardo', 'Valdés', 'Yáñez', 'Aguirre', 'Barrios', 'Domènech', 'Escudero', 'Fuentes', 'Hidalgo', 'Llorente', 'Nordlund', 'Delorme',
]
export const cities: [city: string, postcode: string, region: string][] = [
  ['Sevilla', '410', 'Sevilla'], ['Valencia', '460', 'Valencia'], ['Zaragoza', '500', 'Zaragoza'], ['Bilbao', '480', 'Bizkaia'], ['A Coruña', '150', 'A Coruña'],
  ['Málaga', '290', 'Málaga'], ['Murcia', '300', 'Murcia'], ['Valladolid', '470', 'Valladolid'], ['Girona', '170', 'Girona'], ['Logroño', '260', 'La Rioja'],
  ['Pamplona', '310', 'Navarra'], ['Cádiz', '110', 'Cádiz'], ['León', '240', 'León'], ['Cáceres', '100', 'Cáceres'], ['Lugo', '270', 'Lugo'], ['Ávila', '050', 'Ávila'],
  ['Santa Cruz de Tenerife', '380', 'Tenerife'], ['Palma', '070', 'Illes Balears'], ['Oviedo', '330', 'Asturias'], ['Vitoria-Gasteiz', '010', 'Álava'],
]
export const streets = ['Calle Mayor', 'Avenida de la Constitución', 'Calle del Río', 'Plaza del Mercado', 'Polígono El Olivar, nave', 'Camino Viejo', 'Rambla Nova', 'Calle San Juan']

type Language = 'es' | 'en'
export const jobTitles: Record<Language, string[]> = {
  es: ['Gerente', 'Compras', 'Administración', 'Jefe de taller', 'Dirección comercial', 'Responsable de tienda', 'Contabilidad', 'Logística', 'Directora técnica'],
  en: ['Managing director', 'Purchasing', 'Office', 'Workshop manager', 'Head of sales', 'Store manager', 'Accounts', 'Logistics', 'Technical director'],
}
export const tagNames: Record<Language, string[]> = {
  es: ['Zona norte', 'Zona sur', 'Feria 2026', 'Prioritario', 'Pide demo', 'Renovación', 'Impago', 'Recomendado'],
  en: ['North', 'South', 'Fair 2026', 'Key account', 'Wants a demo', 'Renewal', 'Unpaid', 'Referred'],
}
export const subjects: Record<Language, Record<string, string[]>> = {
  es: {
    call: ['Llamar por el presupuesto', 'Confirmar la visita', 'Preguntar por la renovación', 'Devolver la llamada', 'Aclarar la última factura'],
    visit: ['Visita de cortesía', 'Presentar el catálogo nuevo', 'Revisar la instalación', 'Cerrar condiciones', 'Conocer al nuevo gerente'],
    email: ['Enviar tarifas', 'Respuesta a su consulta', 'Documentación pedida', 'Recordatorio del pedido'],
    meeting: ['Reunión de seguimiento', 'Plan del trimestre', 'Negociar el contrato'],
    demo: ['Demostración en sus oficinas', 'Prueba del equipo', 'Demo por videollamada'],
    fair: ['Feria de la ferretería', 'Salón del mueble'],
    web: ['Consulta desde la web', 'Alta en el boletín'],
    letter: ['Carta de condiciones'], fax: ['Pedido por fax'], sms: ['Aviso de la entrega'],
    internal: ['Preparar la ruta', 'Informe semanal', 'Ordenar el almacén'],
    other: ['Recoger muestras', 'Felicitar el aniversario'],
  },
  en: {
    call: ['Call about the quote', 'Confirm the visit', 'Ask about the renewal', 'Return the call', 'Clear up the last invoice'],
    visit: ['Courtesy visit', 'Show the new catalogue', 'Check the installation', 'Close the terms', 'Meet the new manager'],
    email: ['Send the price list', 'Answer to their question', 'Requested papers', 'Reminder of the order'],
    meeting: ['Follow-up meeting', 'Plan for the quarter', 'Negotiate the contract'],
    demo: ['Demonstration at their office', 'Equipment trial', 'Demo by video call'],
    fair: ['Hardware fair', 'Furniture show'],
    web: ['Question from the web site', 'Newsletter sign-up'],
    letter: ['Letter with the terms'], fax: ['Order by fax'], sms: ['Notice of delivery'],
    internal: ['Prepare the route', 'Weekly report', 'Tidy the stock room'],
    other: ['Collect samples', 'Anniversary wishes'],
  },
}
export const sentences: Record<Language, string[]> = {
  es: [
    'Le interesa, pero quiere ver otra oferta antes de decidir.', 'Pide que llamemos después de las cinco.', 'Han cambiado de proveedor de transporte.',
    'Quedan pendientes las muestras del color nuevo.', 'Está contento con la última entrega.', 'El presupuesto le parece alto; hablar de plazos.',
    'Abren otro local en primavera.', 'Ojo: cierran los lunes por la mañana.', 'Preguntar por su hija, que empezaba la universidad.', 'Aparcar en la calle de atrás.',
    'Decide su socio, que vuelve la semana que viene.', 'Quieren pagar a sesenta días.',
  ],
  en: [
    'Interested, but wants to see another offer before deciding.', 'Asks us to call after five.', 'They changed their carrier.', 'Samples of the new colour are still owed.',
    'Happy with the last delivery.', 'Finds the quote high; talk about terms.', 'They open another shop in spring.', 'Mind: closed on Monday mornings.',
    'Ask about his daughter, who was starting university.', 'Park in the street behind.', 'Her partner decides; he is back next week.', 'They want to pay in sixty days.',
  ],
}
export const places: Record<Language, string[]> = {
  es: ['Sus oficinas', 'Nuestra tienda', 'Cafetería de la estación', 'Videollamada', ''],
  en: ['Their office', 'Our shop', 'Station café', 'Video call', ''],
}
export const colleagues = ['Nuria Cuesta', 'Óscar Peña', 'Begoña Zubiri', 'Declan Marsh', 'Ingrid Sölvberg']
