(() => {
  'use strict';
  const at = (id) => document.getElementById(id);
  const lang = document.documentElement.lang;
  const collator = new Intl.Collator(lang, { numeric: true });
  const number = new Intl.NumberFormat(lang === 'vi' ? 'vi-VN' : 'en-US');
  const fold = (text) =>
    text.normalize('NFD').replace(/[\u0300-\u036f]/g, '').toLowerCase().replaceAll('đ', 'd');

  // Tables whose heads name a key are sorted by it; empty cells stay last.
  const value = (cell) => cell.dataset.v ?? cell.textContent.trim();
  const figure = (text) => {
    if (!/\d/.test(text)) return NaN;
    const plain = text.replace(/[^\d.,−-]/g, '').replace('−', '-');
    return Number(lang === 'vi' ? plain.replace(/\./g, '').replace(',', '.') : plain.replace(/,/g, ''));
  };
  const key = (cell) => {
    if (cell.dataset.v !== undefined && cell.dataset.v !== '' && !Number.isNaN(Number(cell.dataset.v))) {
      return Number(cell.dataset.v);
    }
    if (cell.matches('.n')) {
      const n = figure(value(cell));
      return Number.isNaN(n) ? '' : n;
    }
    return value(cell);
  };
  const compare = (a, b) => {
    if (a === '' || b === '') return a === b ? 0 : a === '' ? Infinity : -Infinity;
    return typeof a === 'number' && typeof b === 'number' ? a - b : collator.compare(a, b);
  };
  const ordered = (items, keyOf, down) =>
    items
      .map((item, i) => [keyOf(item), i, item])
      .sort((x, y) => {
        const c = compare(x[0], y[0]);
        if (c === 0) return x[1] - y[1];
        return down && Number.isFinite(c) ? -c : c;
      })
      .map((x) => x[2]);
  for (const head of document.querySelectorAll('th[data-sort]')) {
    const button = document.createElement('button');
    button.type = 'button';
    button.dataset.sort = head.dataset.sort;
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener('click', () => {
      const down = head.getAttribute('aria-sort') === 'ascending';
      const table = head.closest('table');
      for (const other of table.querySelectorAll('th[aria-sort]')) other.removeAttribute('aria-sort');
      head.setAttribute('aria-sort', down ? 'descending' : 'ascending');
      // The ends of a long list each by themselves; what stands between them stays.
      for (const body of table.tBodies) {
        if (body.matches('.gap')) continue;
        body.append(...ordered([...body.rows], (row) => key(row.cells[head.cellIndex]), down));
      }
    });
  }

  // Tasks, or the agencies of an index: found, filtered, and tasks sorted over all blocks.
  const controls = at('controls');
  const list = at('t-tasks') ?? at('t-agencies');
  let reset = () => {};
  if (controls && list) {
    controls.hidden = false;
    const search = at('search');
    const count = at('count');
    const blocks = [...list.querySelectorAll('.block')];
    const selects = ['class', 'phase', 'group', 'agency'].map((k) => [k, at('filter-' + k)]).filter((s) => s[1]);
    let rows = [...list.querySelectorAll('tr.task, tr.agency')];
    // Several agencies of a task are told by id, on its row or on an earlier one of the same; their names are in the filter.
    const names = new Map([...(at('filter-agency')?.options ?? [])].map((o) => [o.value, fold(o.text)]));
    const sets = new Map();
    for (const row of rows) {
      if (row.dataset.agencies === undefined) continue;
      const ids = new Set(row.dataset.agencies.split(' ').map((id) => decodeURIComponent(id)));
      sets.set(row, { ids, text: [...ids].map((id) => names.get(id) ?? '').join('\n') });
    }
    for (const row of rows) {
      if (row.dataset.agenciesOf !== undefined) sets.set(row, sets.get(at(row.dataset.agenciesOf)));
    }
    // What is searched of each row, folded for many rows at a time: while nobody waits, or before the first search.
    const texts = new Map();
    const unread = [...rows];
    const read = (most) => {
      const some = unread.splice(0, most);
      const plain = some.map((row) => {
        // The id, the title or name without what is folded away behind it, and the agency of a task.
        const [id, title, agency] = row.cells;
        const own = row.matches('.task') ? agency.textContent : '';
        return id.textContent + ' ' + title.firstChild.textContent + ' ' + own;
      });
      // No text of the page has this character in it.
      fold(plain.join('\0')).split('\0').forEach((text, i) => texts.set(some[i], text));
    };
    const apply = () => {
      const words = fold(search.value).split(/\s+/).filter(Boolean);
      const asked = selects.filter((s) => s[1].value !== '').map(([k, s]) => [k, s.value]);
      let shown = 0;
      if (words.length > 0 && unread.length > 0) read(unread.length);
      // Which words stand in the names of a set is asked once for all its rows.
      const found = new Map();
      const holds = (set, word) => {
        if (set === undefined) return false;
        if (!found.has(set)) found.set(set, words.map((w) => set.text.includes(w)));
        return found.get(set)[word];
      };
      for (const row of rows) {
        const set = sets.get(row);
        const fits =
          asked.every(([k, v]) => row.dataset[k] === v || (k === 'agency' && set?.ids.has(v))) &&
          (words.length === 0 || words.every((w, i) => texts.get(row).includes(w) || holds(set, i)));
        if (row.hidden === fits) row.hidden = !fits;
        if (fits) shown += 1;
      }
      let first = true;
      for (const block of blocks) {
        const any = block.querySelector('tr.task:not([hidden])') !== null;
        block.hidden = !any;
        block.classList.toggle('first', any && first);
        if (any) first = false;
      }
      count.dataset.shown = shown;
      count.textContent = count.dataset.text
        .replace('{n}', number.format(shown))
        .replace('{m}', number.format(rows.length));
    };
    reset = () => {
      search.value = '';
      for (const s of selects) s[1].value = '';
      apply();
    };
    search.addEventListener('input', apply);
    for (const s of selects) s[1].addEventListener('change', apply);
    at('reset').addEventListener('click', () => {
      reset();
      search.focus();
    });
    const idle = window.requestIdleCallback ?? ((work) => setTimeout(work, 200));
    const prepare = () => {
      read(500);
      if (unread.length > 0) idle(prepare);
    };
    if (unread.length > 0) idle(prepare);

    const cell = (row, i) => row.cells[i].textContent.trim();
    const keys = {
      id: (row) => cell(row, 0),
      title: (row) => row.querySelector('.t bdi').textContent,
      agency: (row) => cell(row, 2),
      deadline: (row) => row.dataset.deadline,
      status: (row) => cell(row, 4),
      days: (row) => (row.dataset.days === '' ? '' : Number(row.dataset.days)),
    };
    const buttons = [...document.querySelectorAll('#sort-tasks button')];
    for (const button of buttons) {
      button.addEventListener('click', () => {
        const down = button.dataset.dir === 'asc';
        for (const other of buttons) {
          other.setAttribute('aria-pressed', 'false');
          delete other.dataset.dir;
        }
        button.setAttribute('aria-pressed', 'true');
        button.dataset.dir = down ? 'desc' : 'asc';
        rows = ordered(rows, keys[button.dataset.sort], down);
        const bodies = blocks.map((block) => block.querySelector('tbody'));
        bodies.forEach((body, i) => body.append(...rows.slice(i * 100, (i + 1) * 100)));
        apply();
      });
    }
  }

  // A deep link opens what it leads to, whatever is filtered.
  const follow = () => {
    let id = '';
    try {
      id = decodeURIComponent(location.hash.slice(1));
    } catch {
      return;
    }
    const target = id === '' ? null : at(id);
    if (target === null) return;
    for (let up = target.parentElement; up; up = up.parentElement) if (up.localName === 'details') up.open = true;
    if (!target.matches('tr.task')) return;
    if (target.hidden) reset();
    const why = target.querySelector('details.why');
    if (why) why.open = true;
    target.tabIndex = -1;
    target.focus({ preventScroll: true });
    target.scrollIntoView({ block: 'center' });
  };
  addEventListener('hashchange', follow);
  follow();
})();
