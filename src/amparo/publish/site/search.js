// Looks names up without any server. Accents and the order of words do not matter; ñ finds n and n finds ñ, the exact one first.
// Everything is reachable without this: the box stays hidden where scripts are off.
"use strict";
(function () {
  const box = document.getElementById("search");
  if (!box) return;
  const input = box.querySelector("input"), list = box.querySelector("ol"), said = box.querySelector("p");
  const root = box.dataset.root, home = box.dataset.home, per = Number(box.dataset.per), most = 20;
  let names = null, asked = false;
  const bare = (text) => text.toLowerCase().normalize("NFD").replace(/n\u0303/g, "ñ").replace(/[\u0300-\u036f]/g, "");
  const flat = (text) => text.replace(/ñ/g, "n");

  function load(path, done) {
    const script = document.createElement("script");
    script.src = root + path;
    script.onload = done;
    document.head.append(script);
  }

  function ready() {
    names = window.amparoNames.split("\n").map((name, place) => {
      const words = bare(name).split(/[^\p{L}\p{N}]+/u);
      return { name, place, words, flat: words.map(flat) };
    });
    show();
  }

  function found(wanted) {
    const plain = wanted.map(flat);
    const fits = (words, all) => all.every((word) => words.some((one) => one.startsWith(word)));
    const hits = names.filter((entry) => fits(entry.flat, plain));
    const exact = new Set(hits.filter((entry) => fits(entry.words, wanted)));
    return [...hits.filter((entry) => exact.has(entry)), ...hits.filter((entry) => !exact.has(entry))];
  }

  function link(entry, item) {
    const chunk = Math.floor(entry.place / per);
    const set = () => {
      const anchor = document.createElement("a");
      anchor.href = home + window.amparoPages[chunk].split("\n")[entry.place % per];
      anchor.textContent = entry.name;
      item.replaceChildren(anchor);
    };
    item.textContent = entry.name;
    if (window.amparoPages && window.amparoPages[chunk]) set();
    else load("names/pages-" + chunk + ".js", set);
  }

  function show() {
    const wanted = bare(input.value).split(/[^\p{L}\p{N}]+/u).filter(Boolean);
    list.replaceChildren();
    said.textContent = "";
    if (!names || !wanted.length) return;
    const hits = found(wanted);
    said.textContent = (hits.length === 1 ? box.dataset.one : hits.length ? box.dataset.some : box.dataset.none).replace("{n}", hits.length);
    for (const entry of hits.slice(0, most)) {
      const item = document.createElement("li");
      list.append(item);
      link(entry, item);
    }
  }

  input.addEventListener("focus", () => {
    if (!asked) load("names/index.js", ready);
    asked = true;
  });
  input.addEventListener("input", show);
  box.hidden = false;
})();
