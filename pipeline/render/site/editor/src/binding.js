/* A value to its term in a query, by its kind; the same rules as pipeline/model/question.py has. */
const DEF = "https://w3id.org/digitalstrategie/def/";
const LONGEST = 400;

function literal(text) {
  return `"${text.replaceAll('"', '\\"')}"`;
}

function isDay(value) {
  if (!/^[0-9]{4}-[0-9]{2}-[0-9]{2}$/.test(value)) { return false; }
  const day = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(value) && !value.startsWith("0000");
}

function isPlain(value) {
  return !/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}\\]/u.test(value) && !/[^\S ]/.test(value) && [...value].length <= LONGEST;
}

const KINDS = {
  date: (value) => (isDay(value) ? literal(value) : null),
  year: (value) => (/^[0-9]{4}$/.test(value) ? literal(value) : null),
  text: (value) => (isPlain(value) ? literal(value) : null),
  project: (value) => (isPlain(value) ? literal(value) : null),
  field: (value) => (/^https?:\/\/[^/?#\s<>"{}|\\^`]+[^\s<>"{}|\\^`]*$/.test(value) && value.length <= LONGEST ? `<${value}>` : null),
  concept: (value, of) => (/^[a-z][a-z-]*$/.test(value) ? `<${DEF}${of}/${value}>` : null),
  property: (value, of, prefixes) => {
    const [prefix, local] = value.split(":");
    return prefixes[prefix] && /^[A-Za-z]+$/.test(local) ? `<${prefixes[prefix]}${local}>` : null;
  },
};

/** The query with the values of the form's controls; throws the control whose value is none. */
export function bind(sparql, controls, prefixes) {
  let bound = sparql;
  for (const control of controls) {
    const value = control.value, place = new RegExp(`VALUES \\?${control.name} \\{ (\\S+) \\}`, "g");
    const term = value === "" ? (control.required ? null : "UNDEF") : KINDS[control.dataset.kind](value, control.dataset.of, prefixes);
    if (term === null) { throw control; }
    bound = bound.replace(place, () => `VALUES ?${control.name} { ${term} }`);
  }
  return bound;
}
