/* Filters the list of projects by words and status. Without it the page is complete: a list, and links to its parts. */
(function () {
  "use strict";
  var form = document.getElementById("suche"), list = document.getElementById("liste");
  if (!form || !list || !window.URLSearchParams) { return; }
  var words = form.elements.q, status = form.elements.s, told = form.querySelector("[role=status]");
  var pages = document.querySelector(".pages"), own = Array.prototype.slice.call(list.children), all = own, timer;

  function folded(text) { return text.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/ß/g, "ss"); }

  function built(entry) {
    var item = document.createElement("li"), link = document.createElement("a"), chip = document.createElement("span"), small = document.createElement("p");
    link.href = form.dataset.home + entry[1] + "/index.html";
    link.textContent = entry[0];
    chip.className = "chip " + entry[2];
    chip.textContent = entry[3];
    small.className = "quiet";
    small.textContent = entry[4];
    item.dataset.s = entry[2];
    item.append(link, chip, small);
    return item;
  }

  function show() {
    var asked = folded(words.value).split(/\s+/).filter(Boolean), wanted = status.value, count = 0;
    var searching = asked.length > 0 || wanted !== "";
    var shown = searching ? all : own;
    if (list.children.length !== shown.length || list.firstChild !== shown[0]) { list.replaceChildren.apply(list, shown); }
    shown.forEach(function (item) {
      item.folded = item.folded || folded(item.textContent);
      var fits = (!wanted || item.dataset.s === wanted) && asked.every(function (word) { return item.folded.indexOf(word) >= 0; });
      item.hidden = !fits;
      count += fits ? 1 : 0;
    });
    if (pages) { pages.hidden = searching; }
    told.textContent = !searching ? "" : count === 0 ? form.dataset.none : count === 1 ? form.dataset.one : form.dataset.found.replace("{n}", count);
  }

  function keep() {
    var query = new URLSearchParams();
    if (words.value) { query.set("q", words.value); }
    if (status.value) { query.set("s", status.value); }
    try { history.replaceState(null, "", query.toString() ? "?" + query : location.pathname); } catch (error) { /* from disk some browsers keep no state */ }
    show();
  }

  function read() {
    var query = new URLSearchParams(location.search);
    words.value = query.get("q") || "";
    status.value = query.get("s") || "";
    show();
  }

  function fetchAll() {
    if (!form.dataset.index || all !== own) { return; }
    var script = document.createElement("script");
    script.src = form.dataset.index;
    script.onload = function () { all = window.roadmapList.map(built); show(); };
    form.dataset.index = "";
    document.head.append(script);
  }

  form.hidden = false;
  form.addEventListener("submit", function (event) { event.preventDefault(); keep(); });
  form.addEventListener("input", function () { fetchAll(); clearTimeout(timer); timer = setTimeout(keep, 150); });
  form.addEventListener("focusin", fetchAll);
  window.addEventListener("popstate", read);
  read();
  if (words.value || status.value) { fetchAll(); }
}());
