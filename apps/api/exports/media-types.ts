/** FHIR as JSON. */
export const FHIR = 'application/fhir+json; fhirVersion=4.0; charset=utf-8';
/** EDXL-DE has no media type of its own. */
export const EDXL = 'application/xml; charset=utf-8';
