/**
 * How every page of the hub begins: a title, rows of facts, a footer with the number of the page. What is written comes as
 * data (`doc.title`, `doc.rows`, and `doc` by the name of the footer) and is set as text: nothing in it is read as markup.
 */
export const page = (margin: string, footer: string): string => `
#let doc = json(bytes(sys.inputs.doc))
#set document(title: doc.title, author: (), date: none)
#set page(paper: "a4", ${margin}, footer: context [
  #set text(size: 7.5pt, fill: luma(35%))
  #doc.${footer} #h(1fr) #counter(page).display("1 / 1", both: true)
])
#set text(font: ("Noto Sans", "Noto Naskh Arabic"), size: 10pt, lang: "en", hyphenate: false)
#set par(leading: 0.7em, spacing: 0.9em)
#show heading: set block(above: 1.4em, below: 0.7em)
#heading(level: 1, text(doc.title))
#for row in doc.rows [ #block(below: 0.5em)[#strong(text(row.at(0))): #text(row.at(1))] ]
`;
