/* An answer as a table, as pipeline/render/site/answers.py writes it into the pages. */
const XSD = "http://www.w3.org/2001/XMLSchema#";
const PLAIN_KEY = /^(?!index\.html$)[A-Za-z0-9_-][A-Za-z0-9._-]*$/;

export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) { if (value) { made.setAttribute(key, value); } }
  made.append(...children);
  return made;
}

/** Writes in one language: `where` are the data of the page, `words` what worte.json has. */
export function writer(where, known) {
  const language = where.language, mine = known[language], words = mine.words;
  const locale = language === "en" ? "en-GB" : "de-DE";
  const number = (value) => new Intl.NumberFormat(locale).format(value);

  function day(text) {
    const [year, month, date] = text.split("-").map(Number);
    const moment = new Date(Date.UTC(year, (month || 1) - 1, date || 1));
    const form = date ? (language === "en" ? { day: "numeric", month: "short", year: "numeric" } : { day: "2-digit", month: "2-digit", year: "numeric" })
      : month ? { month: "long", year: "numeric" } : null;
    return form ? new Intl.DateTimeFormat(locale, { ...form, timeZone: "UTC" }).format(moment) : text;
  }

  function decimal(text) {
    const [whole, part] = text.replace(/^[+-]/, "").split(".");
    const sign = text.startsWith("-") ? "−" : "", rest = (part || "").replace(/0+$/, "");
    return sign + number(BigInt(whole || "0")) + (rest ? (language === "en" ? "." : ",") + rest : "");
  }

  const isNumber = (term) => term && [`${XSD}integer`, `${XSD}decimal`].includes(term.datatype);

  function thing(iri) {
    if (mine.names[iri]) { return mine.names[iri]; }
    const path = iri.slice(where.base.length);
    if (where.base && iri.startsWith(where.base) && path && !/^(editions|current)(\/|$)/.test(path)) {
      const folder = path.split("#")[0].replace(/\/$/, "");
      // Parts have one page for both languages; a thing is never named so deep (the same in answers.py).
      const above = folder.split("/").length > 2 ? where.root : where.home;
      return element("a", { href: `${above}${folder}/index.html` }, path);
    }
    return /^(https?|mailto):/i.test(iri) ? element("a", { href: iri, rel: "external" }, iri) : iri;
  }

  function cell(name, term) {
    if (!term) { return element("td"); }
    if (term.type === "uri") { return element("td", {}, thing(term.value)); }
    const text = term.value;
    if (known.coded.includes(name) && mine.codes[text]) { return element("td", {}, mine.codes[text]); }
    if (known.projects.includes(name) && PLAIN_KEY.test(text)) {
      return element("td", {}, element("a", { href: `${where.home}${where.projects}${text}/index.html` }, text));
    }
    const dated = known.days.includes(name) ? true : [`${XSD}date`, `${XSD}gYearMonth`, `${XSD}gYear`].includes(term.datatype);
    if (dated && /^\d{4}(-\d\d){0,2}$/.test(text)) { return element("td", {}, day(text)); }
    if (isNumber(term)) { return element("td", { class: "number" }, decimal(text)); }
    const foreign = term["xml:lang"];
    return element("td", { lang: foreign && foreign !== language ? foreign : "" }, text);
  }

  function count(total) {
    return total === 0 ? words.answer_none : total === 1 ? words.answer_one : words.answer_rows.replace("{number}", number(total));
  }

  function table(found, caption) {
    const shown = found.rows.slice(0, known.most);
    const numeric = found.vars.map((_, at) => {
      const told = shown.map((row) => row[at]).filter(Boolean);
      return told.length > 0 && told.every(isNumber);
    });
    const head = found.vars.map((name, at) => element("th", { scope: "col", class: numeric[at] ? "number" : "" }, mine.heads[name] || name));
    const body = shown.map((row) => element("tr", {}, ...row.map((term, at) => cell(found.vars[at], term))));
    return element("div", { class: "table", role: "region", tabindex: "0", "aria-label": words.answer_table },
      element("table", {}, element("caption", {}, caption), element("thead", {}, element("tr", {}, ...head)), element("tbody", {}, ...body)));
  }

  function answer(found, caption) {
    if ("answer" in found) { return [element("p", { class: "lead" }, found.answer ? words.js_yes : words.js_no)]; }
    if ("text" in found) {
      return [element("pre", { tabindex: "0", role: "region", "aria-label": words.answer_table }, element("code", {}, found.text))];
    }
    const total = found.rows.length, parts = [element("p", {}, `${count(total)} ${words.as_of}: ${where.stand}.`)];
    if (total) { parts.push(table(found, caption)); }
    if (total > known.most) { parts.push(element("p", {}, words.answer_more.replace("{number}", number(total - known.most)))); }
    return parts;
  }

  function failure(error) {
    return (words[`js_${error.kind}`] || words.js_wrong).replace("{why}", error.detail || error.message || "").replace("{file}", error.detail || "");
  }

  return { words, day, count, answer, failure };
}

/** What worte.json has, fetched once. */
export async function learn(where) {
  const response = await fetch(new URL(`${where.root}abfrage/editor/worte.json`, location.href), { credentials: "omit" });
  return response.json();
}
