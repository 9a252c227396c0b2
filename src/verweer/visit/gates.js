// SPDX-License-Identifier: Apache-2.0
// Finds the first gate of some kinds in one frame: (rules) => {rule, button, inShadow, prepare()}, or null.
// Runs in the page; the rules are those of gates.toml. It presses nothing.
(rules) => {
  const MOST_NODES = 200000, MOST_CLIMBS = 14, MOST_TEXT = 20000, SHORT_PAGE = 1500, LONGEST_SAYING = 60;
  const flat = text => String(text || '').toLowerCase().normalize('NFC').replace(/[^\p{L}\p{N}+▶]+/gu, ' ').trim();
  const never = new RegExp(rules.never, 'iu');
  const hint = /cookie|consent|gdpr|(^|[-_ ])cmp([-_ ]|$)|privacy|age[-_]?(gate|verif|check|wall)|(^|[-_ ])age([-_ ]|$)|leeftijd|overlay|modal|popup|banner/i;

  const roots = [document];
  let looked = 0;
  for (let i = 0; i < roots.length && looked < MOST_NODES; i++)
    for (const node of roots[i].querySelectorAll('*')) {
      if (++looked > MOST_NODES) break;
      if (node.shadowRoot) roots.push(node.shadowRoot);
    }
  const all = selector => roots.flatMap(root => [...root.querySelectorAll(selector)]);
  const above = node => node.parentElement || (node.getRootNode().host ?? null);
  const isSeen = node => {
    const box = node.getBoundingClientRect();
    return box.width > 1 && box.height > 1 &&
      (!node.checkVisibility || node.checkVisibility({opacityProperty: true, visibilityProperty: true}));
  };
  const said = node => flat(node.innerText || node.value || node.getAttribute('aria-label') || node.title);
  const deepText = node => {
    let text = (node.innerText || node.textContent || '').slice(0, MOST_TEXT);
    for (const inside of node.querySelectorAll('*')) {
      if (text.length >= MOST_TEXT) break;
      if (inside.shadowRoot) text += ' ' + (inside.shadowRoot.textContent || '');
    }
    return text;
  };
  const textOf = node => flat(node.host ? node.textContent : deepText(node));
  const fields = node => [...node.querySelectorAll('input,textarea')].map(field => field.type);

  const addressOf = text => { try { return new URL(text, document.baseURI); } catch { return null; } };
  const leadsAway = node => {
    const link = node.closest('a[href],area[href]');
    if (!link) return false;
    const raw = link.getAttribute('href').trim().toLowerCase();
    if (raw === '' || raw.startsWith('#') || raw.startsWith('javascript:')) return false;
    const to = addressOf(link.href);
    return !to || link.target === '_blank' || to.origin !== location.origin || to.pathname !== location.pathname;
  };
  const asksWho = (node, mayAskBirth) => {
    const form = node.form || node.closest('form');
    if (!form) return false;
    if (form.getAttribute('action') && addressOf(form.getAttribute('action'))?.origin !== location.origin) return true;
    const asked = ['password', 'email', 'tel', 'textarea', 'file', ...(mayAskBirth ? [] : ['text', 'search'])];
    return fields(form).some(type => asked.includes(type));
  };
  const standsOver = node => {
    if (node.matches('dialog[open],[role=dialog],[role=alertdialog],[aria-modal=true]')) return true;
    if (['fixed', 'sticky'].includes(getComputedStyle(node).position)) return true;
    return hint.test(node.id || '') || hint.test(typeof node.className === 'string' ? node.className : '');
  };
  const short = document.body && flat(document.body.innerText).length < SHORT_PAGE;
  const gateAround = (button, about) => {
    let node = above(button);
    for (let climbs = 0; node && climbs < MOST_CLIMBS; climbs++, node = above(node))
      if ((standsOver(node) || (node === document.body && short)) && about.test(textOf(node))) return node;
    return short && about.test(textOf(document.body)) ? document.body : null;
  };

  const boxesOf = gate => [...gate.querySelectorAll('input[type=checkbox],[role=checkbox]')]
    .filter(box => !(box.checked || box.getAttribute('aria-checked') === 'true'));
  const numbers = select => [...select.options].map(option => [option, parseInt(option.value || option.text, 10)]);
  const birthOf = gate => {
    const fills = [];
    const set = (field, value) => fills.push(() => {
      field.value = value;
      for (const name of ['input', 'change']) field.dispatchEvent(new Event(name, {bubbles: true}));
    });
    let year = false;
    for (const select of gate.querySelectorAll('select')) {
      const options = numbers(select);
      const adult = options.find(([, number]) => number === 1990);
      const first = options.find(([, number]) => number === 1) || select.options.length > 1 && [select.options[1]];
      if (adult) year = true;
      if (adult || first) set(select, (adult || first)[0].value);
    }
    for (const field of gate.querySelectorAll('input')) {
      const hints = flat([field.name, field.id, field.placeholder, field.getAttribute('aria-label')].join(' '));
      if (field.type === 'date') { set(field, '1990-01-01'); year = true; }
      else if (['text', 'number', 'tel'].includes(field.type)) {
        if (/jaar|year|jahr|ann|año|yyyy|jjjj|aaaa/.test(hints)) { set(field, '1990'); year = true; }
        else if (/dag|day|tag|jour|día|dia|maand|month|monat|mois|mes|\bdd\b|\bmm\b|\btt\b|\bjj\b/.test(hints)) set(field, '01');
      }
    }
    return year ? fills : [];
  };

  const candidates = all('button,[role=button],input[type=button],input[type=submit],a,summary,label,[onclick]')
    .map(node => [node, said(node)]).filter(([, text]) => text && text.length < LONGEST_SAYING && !never.test(text));
  const bySelector = rule => all(rule.selectors.join(',')).find(node => isSeen(node) && !leadsAway(node) && !asksWho(node, false));
  const byWords = rule => {
    const words = new Set(rule.words), pattern = rule.pattern ? new RegExp(rule.pattern, 'iu') : null;
    const about = new RegExp(rules.about[rule.kind], 'iu');
    for (const [node, text] of candidates) {
      if (!(words.has(text) || (pattern && pattern.test(text)))) continue;
      if (!isSeen(node) || leadsAway(node) || asksWho(node, rule.way === 'birth')) continue;
      if (rule.kind === 'play') return {node, gate: null, steps: []};
      const gate = gateAround(node, about);
      if (!gate) continue;
      const boxes = rule.way === 'tick' ? boxesOf(gate) : [], fills = rule.way === 'birth' ? birthOf(gate) : [];
      if (rule.way === 'tick' && !boxes.length || rule.way === 'birth' && !fills.length) continue;
      if (node.disabled && !boxes.length && !fills.length) continue;
      return {node, gate, steps: [...boxes.map(box => () => box.click()), ...fills]};
    }
    return null;
  };

  if (innerWidth < 50 || innerHeight < 30) return null;
  for (const rule of rules.gates) {
    const known = rule.selectors.length ? bySelector(rule) : null;
    const found = known ? {node: known, steps: []} : rule.selectors.length ? null : byWords(rule);
    if (found) return {
      rule: rule.id, button: found.node, inShadow: found.node.getRootNode() !== document,
      prepare: () => { for (const step of found.steps) step(); },
    };
  }
  return null;
}
