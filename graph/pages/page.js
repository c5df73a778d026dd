"use strict";
/* The page's own script: shows what Python computed, filters it, and walks through it.
   Every text is set as text; no markup is ever made from data. */
(() => {
const data = JSON.parse(document.getElementById("scene").textContent);
const root = document.documentElement;
const $ = (id) => document.getElementById(id);
const all = (selector, where = document) => [...where.querySelectorAll(selector)];
const [RICH, MOVING, OVERVIEW] = data.limits;
const FONT = getComputedStyle(document.body).fontFamily;
const LINE = 17, GAP = 6, RIM = 76, MOST_LABELS = 160, MOST_TRIED = 1200, MANY = 250, LEADING = 14, PAPER_WIDTH = 1400;
const BITE = "bite";

/* ------------------------------------------------------------------ what there is */

const r1 = (number) => Math.round(number * 10) / 10;
/* A column that mostly holds one value comes as that value and what differs from it. */
for (const table of [data.points, data.claims, data.lines]) for (const [name, short] of Object.entries(table)) {
  if (Array.isArray(short)) continue;
  table[name] = Array(short.n).fill(short.usual);
  short.at.forEach((at, n) => { table[name][at] = short.else[n]; });
}
const column = (table, name) => table[name] || [];
const listed = all("tbody tr").map((row) => row.id.slice(2)).concat(data.ids);
const points = column(data.points, "id").map((id, i) => {
  const kind = data.kinds[data.points.kind[i]];
  const lines = data.points.label[i].split("\n");
  return {
    i, id, lines, long: lines, short: null, name: data.names[i] || lines.join(" "), kind: kind[0], family: kind[1],
    form: data.families[kind[1]][1], flags: data.points.flags[i], size: data.points.size[i],
    side: data.points.side[i], wide: [data.points.x[i], data.points.y[i]],
    tall: data.points.tx ? [data.points.tx[i], data.points.ty[i]] : null, first: null, x: 0, y: 0, own: [],
    shown: true, known: false, width: 0,
  };
});
const claims = column(data.claims, "s").map((s, i) => ({
  i, id: listed[i], s, o: data.claims.o[i], standing: data.claims.standing[i],
  stage: data.claims.stage[i], style: data.claims.style[i], documents: [data.claims.documents[i]].flat(),
  from: data.claims.from[i], to: data.claims.to[i], fits: true,
}));
let last = -1; // a line tells how far its claim is from the claim of the line before
const lines = column(data.lines, "claim").map((by) => claims[last += by]).map((claim, i) => ({
  i, claim, s: points[data.lines.from[i] < 0 ? claim.s : data.lines.from[i]], t: points[data.lines.to[i] < 0 ? claim.o : data.lines.to[i]],
  label: data.labels[data.lines.label[i]], bite: data.lines.bite[i] === 1, shown: true,
  wide: data.lines.bend[i], tall: data.lines.tbend ? data.lines.tbend[i] : 0, bend: 0,
}));
for (const line of lines) { line.s.own.push(line); if (line.t !== line.s) line.t.own.push(line); }
const linesOf = claims.map(() => []);
for (const line of lines) linesOf[line.claim.i].push(line);
const about = points.map(() => []);
for (const claim of claims) {
  for (const end of new Set([claim.s, claim.o])) if (end >= 0) about[end].push(claim);
}
for (const line of lines) if (line.bite) for (const end of [line.s, line.t]) {
  if (!about[end.i].includes(line.claim)) about[end.i].push(line.claim);
}
const byId = new Map(points.map((point) => [point.id, point]));
const claimById = new Map(claims.map((claim) => [claim.id, claim]));
const rest = new Map((data.rest || []).map((row) => [row[0], row]));
const paths = Object.fromEntries(Object.entries(data.forms).map(([form, d]) => [form, new Path2D(d)]));
const focus = data.focus.map((i) => points[i]);
const crowd = points.length > OVERVIEW;

/* ------------------------------------------------------------------ what is shown now */

const state = {
  at: null, claim: null, path: data.stories.length ? 1 : 0, step: 0, everything: !data.first.at.length,
  off: { family: new Set(), standing: new Set(), stage: new Set(), document: new Set() }, year: "",
};
/** The first view of many: what the question is about and the best connected, in places of their own. */
data.first.at.forEach((i, n) => { points[i].first = [data.first.x[n], data.first.y[n]]; });
const firstPoints = () => (data.first.at.length ? points.filter((point) => point.first) : points);
let opened = new Set(firstPoints());

function holds(claim) {
  const { off } = state;
  if (off.standing.has(claim.standing) || off.stage.has(claim.stage)) return false;
  if (off.document.size && claim.documents.length && claim.documents.every((d) => off.document.has(d))) return false;
  if (!state.year) return true;
  return (!claim.from || claim.from.slice(0, 4) <= state.year) && (!claim.to || claim.to.slice(0, 4) >= state.year);
}

/** Decide what is shown; returns nothing, marks points, lines and claims. */
function filter() {
  for (const claim of claims) claim.fits = holds(claim);
  for (const point of points) {
    point.known = !state.off.family.has(point.family) && (state.everything || opened.has(point));
  }
  for (const line of lines) line.shown = line.claim.fits && line.s.known && line.t.known && tells(line);
  dense = lines.filter((line) => line.shown).length > MANY;
  for (const point of points) {
    point.shown = point.known && (!point.own.length || point.own.some((line) => line.shown) || focus.includes(point));
  }
}

/** Policies belong to the path that is being told. */
function tells(line) {
  return !line.bite || !state.path || data.stories[state.path - 1].some((step) => step[3].includes(line.i));
}

/** What stands out: a chosen entity, claim or step with all it touches; or the path that is told. */
function chosen() {
  const out = { points: new Set(), lines: new Set() };
  const add = (line) => { if (line.shown) { out.lines.add(line); out.points.add(line.s).add(line.t); } };
  if (state.claim) {
    linesOf[state.claim.i].forEach(add);
    for (const end of [state.claim.s, state.claim.o]) if (end >= 0 && points[end].shown) out.points.add(points[end]);
  } else if (state.at) {
    if (state.at.shown) out.points.add(state.at);
    state.at.own.forEach(add);
  } else if (state.path) {
    const story = data.stories[state.path - 1];
    for (const step of state.step ? [story[state.step - 1]] : story) {
      for (const i of [...step[2], ...step[3]]) add(lines[i]);
      for (const i of step.slice(0, 2)) if (points[i].shown) out.points.add(points[i]);
    }
  }
  return out;
}

/* ------------------------------------------------------------------ colours */

let ink = {};
function readInk() {
  const style = getComputedStyle(root);
  ink = Object.fromEntries(["paper", "sheet", "ink", "soft", "rule", "accent", "wash", "ground", "line", ...Object.keys(data.forms)]
    .map((name) => [name, style.getPropertyValue("--" + name).trim()]));
}
const remembered = (name, value) => {
  try {
    if (value === undefined) return localStorage.getItem(name);
    localStorage.setItem(name, value);
  } catch { /* a sandboxed frame has no storage */ }
  return null;
};
function setTheme(theme) { root.dataset.theme = theme; readInk(); }
setTheme(remembered("inroads-theme") || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light"));

/* ------------------------------------------------------------------ geometry */

const box = $("map");
const isTall = () => Boolean(box.clientWidth < 620 && points[0].tall);
const isPart = () => data.first.at.length > 0 && !state.everything;
function place() {
  const tall = isTall(), part = isPart(), slim = part && box.clientWidth < 620, rows = slim || (tall && data.arrangement !== "path");
  for (const point of points) {
    [point.x, point.y] = tall ? point.tall : (part && point.first) || point.wide;
    if (slim) [point.x, point.y] = [Math.round(point.x * 0.55), Math.round(point.y * 1.5)];
    point.put = !tall ? point.side : data.arrangement === "path" ? 1 : data.arrangement === "groups" ? 0 : point.x < 0 ? 2 : point.x > 0 ? 1 : 0;
    point.lines = rows ? narrowed(point) : point.long;
    point.size = part ? Math.min(data.points.size[point.i], 11) : data.points.size[point.i];
  }
  if (part) [...opened].filter((point) => !point.first).forEach(placeBeside);
  for (const line of lines) line.bend = tall ? line.tall : line.wide;
  wasTall = tall;
  wasPart = part;
}
let wasTall = false, wasPart = false;
/** Give a point that joins the first view a free place near those it is tied to. */
function placeBeside(point, _, newcomers) {
  const there = [...opened].filter((other) => other !== point && (other.first || newcomers.indexOf(other) < newcomers.indexOf(point)));
  const near = there.filter((other) => point.own.some((line) => line.s === other || line.t === other));
  const x = mean(near.map((p) => p.x)), y = mean(near.map((p) => p.y));
  for (let k = 1; ; k += 1) {
    const angle = k * 2.4, far = 70 + 16 * Math.sqrt(k);
    [point.x, point.y] = [Math.round(x + far * 1.5 * Math.cos(angle)), Math.round(y + far * Math.sin(angle))];
    if (k > 400 || there.every((p) => Math.hypot((p.x - point.x) / 1.8, p.y - point.y) > 38)) return;
  }
}
const mean = (list) => (list.length ? list.reduce((sum, each) => sum + each, 0) / list.length : 0);
/** The name of a point in short lines, for a narrow screen. */
function narrowed(point) {
  if (!point.short) {
    point.short = wrap(point.long.join(" "), `400 12.5px ${FONT}`, 92);
    if (point.short.length > 3) point.short = [...point.short.slice(0, 2), [...point.short[2]].slice(0, 12).join("") + "…"];
  }
  return point.short;
}

/** The control point of a line: vis-network's own rule for curvedCW and curvedCCW. */
function via({ s, t, bend }) {
  const dx = t.x - s.x, dy = s.y - t.y, reach = Math.hypot(dx, dy), far = Math.abs(bend) * 0.5 + 0.5;
  const angle = Math.atan2(dy, dx) + (bend * 0.5 + 0.5) * Math.PI;
  return { x: s.x + far * reach * Math.sin(angle), y: s.y + far * reach * Math.cos(angle) };
}
function along(line, share, v = via(line)) {
  const rest = 1 - share, { s, t } = line;
  return {
    x: rest * rest * s.x + 2 * rest * share * v.x + share * share * t.x,
    y: rest * rest * s.y + 2 * rest * share * v.y + share * share * t.y,
  };
}
/** Where a line ends at the rim of its target, and the direction it comes from. */
function tip(line) {
  const v = via(line), want = line.t.size + 4;
  let low = 0.5, high = 1;
  for (let n = 0; n < 14; n += 1) {
    const mid = (low + high) / 2, at = along(line, mid, v);
    if (Math.hypot(at.x - line.t.x, at.y - line.t.y) > want) low = mid; else high = mid;
  }
  const end = along(line, low, v), before = along(line, low - 0.04, v);
  return { ...end, angle: Math.atan2(end.y - before.y, end.x - before.x) };
}
const DASHES = [[], [8, 6], [2, 5], []];

/* ------------------------------------------------------------------ the picture: vis-network */

const nodes = new vis.DataSet(), edges = new vis.DataSet();
let dense = false; // so many lines that they would hide the points if they were drawn as strong as few
let thick = 1; // lines keep their width on the screen where the picture is shown small
let network, marks = chosen(), drawn = [], labels = [];

function nodeOf(point) {
  return {
    id: point.i, x: point.x, y: point.y, size: point.size, shape: "custom", hidden: !point.shown,
    ctxRenderer: ({ ctx, x, y }) => ({
      drawNode: () => drawPoint(ctx, point, x, y),
      nodeDimensions: { width: point.size * 2, height: point.size * 2 },
    }),
  };
}
function edgeOf(line) {
  const plain = crowd || drawn.length > RICH;
  const grey = line.claim.style === 3;
  return {
    id: line.i, from: line.s.i, to: line.t.i, hidden: !line.shown, bend: line.bend,
    color: { color: ink.line, highlight: ink.line, hover: ink.line, opacity: plain ? 0.4 : dense ? 0.6 : 0.85 },
    width: (grey || plain || dense ? 0.8 : 1.3) * thick, dashes: plain && crowd ? false : (DASHES[line.claim.style].length ? DASHES[line.claim.style] : false),
    arrows: { to: { enabled: !plain && !line.bite, scaleFactor: 0.45 } },
    smooth: line.bend ? { enabled: true, type: line.bend > 0 ? "curvedCW" : "curvedCCW", roundness: Math.abs(line.bend) } : false,
    selectionWidth: 0, hoverWidth: 0,
  };
}

/** Zoomed out, points shrink less than the picture. */
const grown = (scale = network ? network.getScale() : 1) => Math.min(Math.max(0.85 / scale, 1), 1.9);

/** Paint a point; a prospect is hollow and dashed, a group has a second rim. */
function drawPoint(ctx, point, x, y, strong) {
  ctx.save();
  const size = point.size * grown();
  ctx.translate(x, y);
  ctx.scale(size, size);
  const colour = ink[point.form], width = 1 / size;
  ctx.fillStyle = point.flags & 1 ? ink.paper : colour;
  ctx.strokeStyle = point.flags & 1 ? colour : ink.paper;
  ctx.lineWidth = (point.flags & 1 ? 2 : 1.6) * width;
  if (point.flags & 1) ctx.setLineDash([4 * width, 3 * width]);
  ctx.fill(paths[point.form]);
  ctx.stroke(paths[point.form]);
  ctx.setLineDash([]);
  if (point.flags & 2) {
    ctx.beginPath();
    ctx.arc(0, 0, 1 + 3.5 * width, 0, 7);
    ctx.strokeStyle = colour;
    ctx.lineWidth = 1.4 * width;
    ctx.stroke();
  }
  if (strong) {
    ctx.beginPath();
    ctx.arc(0, 0, 1.2 + 5 * width, 0, 7);
    ctx.strokeStyle = ink.accent;
    ctx.lineWidth = 2.4 * width;
    ctx.stroke();
  }
  ctx.restore();
}
function drawLine(ctx, line) {
  const v = via(line), end = tip(line);
  ctx.save();
  ctx.strokeStyle = ctx.fillStyle = line.bite ? ink[line.s.form] : ink.accent;
  ctx.lineWidth = line.bite ? 1.6 : 2.6;
  ctx.setLineDash(DASHES[line.claim.style]);
  ctx.beginPath();
  ctx.moveTo(line.s.x, line.s.y);
  ctx.quadraticCurveTo(v.x, v.y, line.t.x, line.t.y);
  ctx.stroke();
  if (!line.bite) {
    ctx.setLineDash([]);
    ctx.translate(end.x, end.y);
    ctx.rotate(end.angle);
    ctx.beginPath();
    ctx.moveTo(1, 0); ctx.lineTo(-10, -5.5); ctx.lineTo(-8, 0); ctx.lineTo(-10, 5.5);
    ctx.fill();
  }
  ctx.restore();
}

/** Communities: a wash behind those that belong together. */
function grounds() {
  if (state.off.family.size || !state.everything) return [];
  return data.communities.map(([name, members]) => {
    const inside = members.map((i) => points[i]).filter((point) => point.shown);
    if (inside.length < 2) return null;
    const rim = hull(inside), x = inside.reduce((sum, p) => sum + p.x, 0) / inside.length;
    const ys = inside.map((p) => p.y);
    return { name, rim, x, top: Math.min(...ys) - RIM / 2, bottom: Math.max(...ys) + RIM / 2 };
  }).filter(Boolean);
}
/** The points around all others, in order (Andrew's monotone chain). */
function hull(inside) {
  const order = [...inside].sort((a, b) => a.x - b.x || a.y - b.y);
  const half = (list) => {
    const out = [];
    for (const p of list) {
      const turn = (a, b) => (b.x - a.x) * (p.y - a.y) - (b.y - a.y) * (p.x - a.x);
      while (out.length > 1 && turn(out.at(-2), out.at(-1)) <= 0) out.pop();
      out.push(p);
    }
    return out.slice(0, -1);
  };
  return [...half(order), ...half(order.reverse())];
}
const outline = (rim) => `M${rim.map((p) => `${r1(p.x)} ${r1(p.y)}`).join("L")}Z`;

function beforeDrawing(ctx) {
  if (moving) { drawBitmap(ctx); return; }
  ctx.save();
  ctx.fillStyle = ctx.strokeStyle = ink.ground;
  ctx.lineWidth = RIM;
  ctx.lineJoin = ctx.lineCap = "round";
  for (const { rim } of grounds()) {
    const shape = new Path2D(outline(rim));
    ctx.fill(shape);
    ctx.stroke(shape);
  }
  ctx.restore();
}
function afterDrawing(ctx) {
  if (moving) return;
  if (marks.points.size) {
    ctx.save();
    ctx.setTransform(1, 0, 0, 1, 0, 0);
    ctx.globalAlpha = data.arrangement === "path" && !state.step && !state.at && !state.claim ? 0.45 : 0.66;
    ctx.fillStyle = ink.paper;
    ctx.fillRect(0, 0, ctx.canvas.width, ctx.canvas.height);
    ctx.restore();
    marks.lines.forEach((line) => drawLine(ctx, line));
    marks.points.forEach((point) => drawPoint(ctx, point, point.x, point.y, isStrong(point)));
  }
  const scale = network.getScale(), zero = network.canvasToDOM({ x: 0, y: 0 });
  labels = lettering(scale, zero, { left: 0, top: 0, right: box.clientWidth, bottom: box.clientHeight }, true);
  const ratio = ctx.canvas.width / box.clientWidth;
  ctx.save();
  ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
  ctx.textBaseline = "middle";
  ctx.lineJoin = "round";
  labels.forEach((label) => drawLabel(ctx, label));
  ctx.restore();
  view = { scale, zero };
}
const isStrong = (point) => point === state.at || (state.step && !state.at && !state.claim && marks.points.has(point) && !marks.lines.size);

/* ------------------------------------------------------------------ labels that never overlap */

const ruler = document.createElement("canvas").getContext("2d");
const fontOf = (label) => `${label.style} ${label.size}px ${FONT}`;
const widths = new Map();
function widthOf(text, font) {
  const key = font + text;
  if (!widths.has(key)) { ruler.font = font; widths.set(key, ruler.measureText(text).width); }
  return widths.get(key);
}

/** Choose which labels are drawn, and where: the chosen first, then by importance. */
function lettering(scale, zero, frame, corner) {
  const cells = new Map(), found = [], size = 44;
  const keys = (b) => {
    const list = [];
    for (let x = Math.floor(b.x / size); x <= (b.x + b.w) / size; x += 1) {
      for (let y = Math.floor(b.y / size); y <= (b.y + b.h) / size; y += 1) list.push(x + ":" + y);
    }
    return list;
  };
  const hits = (b, own, strict) => keys(b).some((key) => (cells.get(key) || []).some((c) =>
    c.own !== own && (strict || !c.point) && b.x < c.x + c.w && c.x < b.x + b.w && b.y < c.y + c.h && c.y < b.y + b.h));
  const put = (b) => keys(b).forEach((key) => { if (!cells.has(key)) cells.set(key, []); cells.get(key).push(b); });
  const seen = (b) => b.x >= frame.left && b.x + b.w <= frame.right && b.y >= frame.top && b.y + b.h <= frame.bottom;
  const shown = points.filter((point) => point.shown);
  if (shown.length <= 400) for (const p of shown) {
    const r = p.size * scale * grown(scale);
    put({ x: p.x * scale + zero.x - r, y: p.y * scale + zero.y - r, w: 2 * r, h: 2 * r, own: p, point: true });
  }
  if (corner) put({ x: frame.right - 124, y: frame.bottom - 46, w: 124, h: 46, own: null });
  const rank = (p) => (p === state.at ? 4 : marks.points.has(p) ? 3 : focus.includes(p) ? 2 : 0) * 1e6 + p.own.length;
  shown.sort((a, b) => rank(b) - rank(a) || a.i - b.i);
  const areas = data.communities.length ? grounds() : [];
  for (const [place, point] of shown.entries()) {
    if (place === Math.min(LEADING, shown.length - 1)) for (const ground of areas) {
      const label = groundLabel(ground, scale, zero, (b) => seen(b) && !hits(b, ground, true));
      if (label) { found.push(label); put(label.box); }
    }
    if (found.length >= MOST_LABELS || place >= MOST_TRIED) break;
    const label = pointLabel(point, scale, zero, place < LEADING, (b, strict) => seen(b) && !hits(b, point, strict));
    if (label) { found.push({ ...label, of: point }); put(label.box); }
  }
  const named = marks.lines.size <= 24 ? [...marks.lines] : [];
  for (const line of named) {
    const label = lineLabel(line, scale, zero, (b) => seen(b) && !hits(b, line, true));
    if (label) { found.push(label); put(label.box); }
  }
  return found;
}
function pointLabel(point, scale, zero, leads, free) {
  const mark = marks.points.has(point), big = mark || focus.includes(point);
  const label = { lines: point.lines, size: big ? 14 : 12.5, style: big ? "600" : "400", colour: ink.ink, dim: marks.points.size > 0 && !mark };
  const w = Math.max(...point.lines.map((text) => widthOf(text, fontOf(label)))), h = point.lines.length * LINE;
  const x = point.x * scale + zero.x, y = point.y * scale + zero.y, r = point.size * scale * grown(scale) + GAP - 1;
  const spots = {
    0: { x: x - w / 2, y: y + r, w, h, align: "center" },
    1: { x: x + r + 2, y: y - h / 2, w, h, align: "left" },
    2: { x: x - r - 2 - w, y: y - h / 2, w, h, align: "right" },
    3: { x: x - w / 2, y: y - r - h, w, h, align: "center" },
    4: { x: x + 0.7 * r, y: y - 0.6 * r - h, w, h, align: "left" },
    5: { x: x + 0.7 * r, y: y + 0.6 * r, w, h, align: "left" },
    6: { x: x - 0.7 * r - w, y: y - 0.6 * r - h, w, h, align: "right" },
    7: { x: x - 0.7 * r - w, y: y + 0.6 * r, w, h, align: "right" },
  };
  const order = [point.put, ...[0, 1, 2, 3, 4, 5, 6, 7].filter((side) => side !== point.put)];
  const pick = order.find((side) => free(spots[side], true)) ?? (big || leads ? order.find((side) => free(spots[side], false)) : undefined);
  if (pick === undefined) return null;
  return { ...label, ...spots[pick], box: { ...spots[pick], own: point } };
}
function lineLabel(line, scale, zero, free) {
  const style = data.standings[line.claim.standing];
  const stage = line.claim.stage >= 0 ? data.stages[line.claim.stage] : "";
  const text = line.bite ? [line.label] : line.claim.style === 0 ? [line.label] : [line.label, stage && stage !== style ? `${style}, ${stage}` : style];
  const label = { lines: text, size: 12.5, style: "italic 400", colour: line.bite ? ink[line.s.form] : ink.accent, dim: false };
  const w = Math.max(...text.map((each) => widthOf(each, fontOf(label)))), h = text.length * LINE;
  if (line.bite) {
    if (wasTall || line.s.put === 2) return null;
    const b = { x: line.s.x * scale + zero.x - line.s.size * scale * grown(scale) - GAP - w, y: line.s.y * scale + zero.y - h / 2, w, h, align: "right", own: line };
    return free(b) ? { ...label, ...b, box: b } : null;
  }
  const across = Math.abs(line.t.y - line.s.y) < 30, down = Math.abs(line.t.x - line.s.x) < 30;
  for (const share of [0.5, 0.42, 0.58, 0.34, 0.66]) {
    const at = along(line, share), x = at.x * scale + zero.x, y = at.y * scale + zero.y;
    const middle = x - w / 2;
    const spots = across ? [[middle, y - h - 5], [middle, y + 5]]
      : down ? [[x + 9, y - h / 2, "left"], [x - 9 - w, y - h / 2, "right"]]
        : [[middle, y - h / 2], [middle, y - h - 4], [middle, y + 4]];
    for (const [left, top, align] of spots) {
      const b = { x: left, y: top, w, h, align: align || "center", own: line };
      if (free(b)) return { ...label, ...b, box: b };
    }
  }
  return null;
}
function groundLabel(ground, scale, zero, free) {
  const label = { lines: [ground.name], size: 12, style: "700", colour: ink.soft, dim: marks.points.size > 0 };
  const w = widthOf(ground.name, fontOf(label)), x = ground.x * scale + zero.x;
  for (const y of [ground.top * scale + zero.y - LINE - 3, ground.bottom * scale + zero.y + 4]) {
    const b = { x: x - w / 2, y, w, h: LINE, align: "center", own: ground };
    if (free(b)) return { ...label, ...b, box: b };
  }
  return null;
}
function drawLabel(ctx, label) {
  ctx.font = fontOf(label);
  ctx.textAlign = label.align;
  ctx.globalAlpha = label.dim ? 0.55 : 1;
  ctx.lineWidth = 4;
  ctx.strokeStyle = ink.paper;
  ctx.fillStyle = label.colour;
  const x = label.align === "center" ? label.x + label.w / 2 : label.align === "right" ? label.x + label.w : label.x;
  label.lines.forEach((text, n) => {
    const y = label.y + (n + 0.5) * LINE;
    ctx.strokeText(text, x, y);
    ctx.fillText(text, x, y);
  });
}

/* ------------------------------------------------------------------ the picture moves as a picture */

let moving = false, bitmap = null, view = { scale: 1, zero: { x: 0, y: 0 } }, from = view, settle = 0;
const heavy = () => drawn.length >= MOVING;
function startMoving() {
  if (moving || !heavy()) return;
  const canvas = network.canvas.frame.canvas;
  bitmap = document.createElement("canvas");
  bitmap.width = canvas.width;
  bitmap.height = canvas.height;
  bitmap.getContext("2d").drawImage(canvas, 0, 0);
  from = view;
  moving = true;
}
function drawBitmap(ctx) {
  const k = network.getScale() / from.scale, now = network.canvasToDOM({ x: 0, y: 0 });
  const ratio = ctx.canvas.width / box.clientWidth;
  ctx.save();
  ctx.setTransform(k, 0, 0, k, ratio * (now.x - from.zero.x * k), ratio * (now.y - from.zero.y * k));
  ctx.drawImage(bitmap, 0, 0);
  ctx.restore();
}
function stopMoving() {
  if (!moving) return;
  moving = false;
  network.renderer.dragging = false;
  network.redraw();
}
function whileZooming() {
  if (!heavy()) return;
  startMoving();
  network.renderer.dragging = true;
  clearTimeout(settle);
  settle = setTimeout(stopMoving, 160);
}

/* ------------------------------------------------------------------ drawing and redrawing */

function start() {
  grow();
  addEventListener("resize", grow);
  place();
  filter();
  drawn = points.filter((point) => point.known);
  if (points.some((point) => point.shown)) thick = thickAt(aim().scale);
  nodes.add(drawn.map(nodeOf));
  edges.add(lines.filter((line) => line.s.known && line.t.known).map(edgeOf));
  network = new vis.Network(box, { nodes, edges }, {
    physics: false, layout: { improvedLayout: false }, autoResize: true,
    interaction: { dragNodes: false, hover: false, keyboard: false, selectConnectedEdges: false, multiselect: false, zoomSpeed: 0.7, hideNodesOnDrag: true, hideEdgesOnDrag: true },
    nodes: { chosen: false, label: undefined }, edges: { chosen: false },
  });
  network.canvas.frame.tabIndex = -1; // the map is one stop, not two
  network.on("beforeDrawing", beforeDrawing);
  network.on("afterDrawing", afterDrawing);
  network.on("dragStart", startMoving);
  network.on("dragEnd", stopMoving);
  network.on("zoom", whileZooming);
  network.on("click", (event) => {
    if (event.nodes.length) select(points[event.nodes[0]]);
    else if (event.edges.length) read(lines[event.edges[0]].claim);
    else clear();
  });
  network.on("resize", () => { if (isTall() !== wasTall || isPart()) update(); requestAnimationFrame(fit); }); // vis-network moves the view after this event
  fit();
}
/** Give the picture the height that is left for it and its legend, so that both are seen at once. */
function grow() {
  if (matchMedia("(max-width: 860px)").matches) { box.style.height = ""; return; }
  const above = box.getBoundingClientRect().top + scrollY, below = document.querySelector(".legend").offsetHeight;
  box.style.height = `${Math.min(Math.max(innerHeight - above - below - 4, 380), 860)}px`;
}
/** Show what the filters leave, by changing only what differs. */
function update() {
  if (isTall() !== wasTall || isPart() !== wasPart || isPart()) place();
  filter();
  marks = chosen();
  drawn = points.filter((point) => point.known);
  const newPoints = [], newLines = [], changedPoints = [], changedLines = [];
  for (const point of drawn) {
    const old = nodes.get(point.i);
    if (!old) newPoints.push(nodeOf(point));
    else if (old.x !== point.x || old.y !== point.y || old.hidden === point.shown) changedPoints.push(nodeOf(point));
  }
  for (const point of points) if (!point.known && nodes.get(point.i) && !nodes.get(point.i).hidden) changedPoints.push({ id: point.i, hidden: true });
  for (const line of lines) {
    const old = edges.get(line.i);
    if (!old) { if (line.shown) newLines.push(edgeOf(line)); }
    else if (old.hidden === line.shown || old.bend !== line.bend) changedLines.push(edgeOf(line));
  }
  nodes.add(newPoints);
  edges.add(newLines);
  nodes.update(changedPoints);
  edges.update(changedLines);
  count();
  network.redraw();
}
function recolour() { readInk(); edges.update(edges.getIds().map((i) => edgeOf(lines[i]))); network.redraw(); }
const still = matchMedia("(prefers-reduced-motion: reduce)");
const flight = () => (still.matches || heavy() ? false : { duration: 300, easingFunction: "easeInOutQuad" });

/** The width of a label's longest line: measured once, as 10,000 of them are asked for often. */
function widest(p, big) {
  if (p.measured !== p.lines) { p.measured = p.lines; p.widths = []; }
  const at = Number(big);
  p.widths[at] ??= Math.max(...p.lines.map((text) => widthOf(text, `${big ? "600 14px" : "400 12.5px"} ${FONT}`)));
  return p.widths[at];
}
/** The frame that holds points with their labels, which keep their size at every scale. */
function extent(list, scale = 1) {
  const e = { left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity };
  for (const p of list) {
    const w = (widest(p, focus.includes(p) || marks.points.has(p)) + 14) / scale, h = (p.lines.length * LINE + 8) / scale;
    const sides = p.put === 1 ? [0, w] : p.put === 2 ? [w, 0] : [w / 2, w / 2], size = p.size * grown(scale);
    e.left = Math.min(e.left, p.x - size - sides[0]);
    e.right = Math.max(e.right, p.x + size + sides[1]);
    e.top = Math.min(e.top, p.y - size - 12 / scale);
    e.bottom = Math.max(e.bottom, p.y + size + (p.put ? 12 / scale : h));
  }
  return e;
}
/** The frame and the scale at which all is seen, or at least the path that is told. */
function aim() {
  const shown = points.filter((point) => point.shown), whole = framed(shown);
  const part = state.path && whole.scale < 0.7 ? framed(told()) : null, { scale } = part || whole;
  const all = part ? extent(shown, scale) : whole.e; // as much as there is room for, but first
  const e = part ? part.e : around(shown); //           the path that is told, or the points
  const middle = (low, high, from, to, room) => Math.max(to - room, Math.min(from + room, (low + high) / 2));
  return { scale, at: {
    x: middle(all.left, all.right, e.left, e.right, (box.clientWidth / 2 - 12) / scale),
    y: middle(all.top, all.bottom, e.top, e.bottom, (box.clientHeight / 2 - 12) / scale),
  } };
}
function around(list) {
  const xs = list.map((p) => p.x), ys = list.map((p) => p.y);
  return { left: Math.min(...xs), right: Math.max(...xs), top: Math.min(...ys), bottom: Math.max(...ys) };
}
const thickAt = (scale) => r1(Math.min(Math.max(1 / scale, 1), 3));
function thicken(scale) {
  if (thickAt(scale) === thick) return;
  thick = thickAt(scale);
  edges.update(edges.getIds().map((i) => edgeOf(lines[i])));
}
function fit() {
  if (!points.some((point) => point.shown) || !box.clientWidth) return; // on paper there is no frame
  const { at, scale } = aim();
  thicken(scale);
  network.moveTo({ position: at, scale, animation: false });
}
/** The scale at which points fill the frame with their labels: found by trying. */
function framed(list, width = box.clientWidth - 28, height = box.clientHeight - 28) {
  const { left, right, top, bottom } = around(list);
  const fill = (across, down) => Math.min(1.5, width / across, height / down);
  const bare = fill(right - left + 40, bottom - top + 40);
  let scale = 1.5;
  for (let n = 0; n < 12; n += 1) {
    const e = extent(list, scale);
    scale = Math.min(scale, fill(e.right - e.left, e.bottom - e.top));
  }
  scale = Math.max(scale, data.arrangement === "groups" ? bare * 0.62 : 0);
  return { e: extent(list, scale), scale };
}
/** The points of the path that is told, with what bites on it. */
function told() {
  const story = data.stories[state.path - 1];
  const ends = story.flatMap((each) => [points[each[0]], points[each[1]], ...each[3].map((i) => lines[i].s)]);
  return [...new Set(ends)].filter((point) => point.shown);
}
/** Bring points into view if they are not. */
function reach(list) {
  const near = list.filter((point) => point.shown);
  if (!near.length) return;
  const outside = near.some((p) => { const at = network.canvasToDOM(p); return at.x < 20 || at.y < 20 || at.x > box.clientWidth - 20 || at.y > box.clientHeight - 20; });
  if (outside) network.moveTo({ position: { x: near[0].x, y: near[0].y }, scale: Math.max(network.getScale(), 0.6), animation: flight() });
}

/* ------------------------------------------------------------------ the evidence panel */

const make = (tag, text, cls) => {
  const made = document.createElement(tag);
  if (text) made.textContent = text;
  if (cls) made.className = cls;
  return made;
};
const button = (text, act, cls) => {
  const made = make("button", text, cls);
  made.type = "button";
  made.addEventListener("click", act);
  return made;
};
function swatch(form) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg"), path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  svg.setAttribute("viewBox", "-1.5 -1.5 3 3");
  svg.setAttribute("class", "swatch");
  svg.setAttribute("aria-hidden", "true");
  path.setAttribute("d", data.forms[form]);
  path.setAttribute("class", "form-" + form);
  svg.append(path);
  return svg;
}

/** What stands behind a claim, from its row in the table or from the data behind it. */
function record(claim) {
  const row = $("c-" + claim.id);
  if (row) {
    const cells = row.children;
    const said = [...cells[2].children];
    return {
      sentence: cells[0].textContent, dates: cells[1].querySelector("small").textContent,
      words: said.map((each) => each.cloneNode(true)),
      told: said.map((each, n) => (n % 2 ? spoken(each.textContent, each.tagName === "P" ? each.className : "quote " + each.className) : each.textContent)),
    };
  }
  const behind = rest.get(claim.id);
  if (!behind) {
    const label = (i) => (i >= 0 ? points[i].name : "");
    const [line] = linesOf[claim.i];
    const sentence = `${label(claim.s)} — ${line ? line.label : ""} — ${label(claim.o)}`;
    return { sentence, dates: "", words: [make("p", "The page is too large to hold these words. They are printed by: inroads cite " + claim.id)], told: [] };
  }
  const words = behind[3].flatMap(([who, text, form]) => [make("p", who + ":"), make(form < 2 ? "blockquote" : "p", text, WORDS[form])]);
  return { sentence: behind[1], dates: behind[2], words, told: behind[3].flatMap(([who, text, form]) => [who + ":", spoken(text, form < 2 ? "quote " + WORDS[form] : WORDS[form])]) };
}
/** Words as what they are: only what is verbatim stands in quotation marks. */
const WORDS = ["", "unchecked", "retold", "other"];
function spoken(text, form) {
  if (form.startsWith("quote")) return `\u201c${text}\u201d${form.includes("unchecked") ? " (words not checked against the text)" : ""}`;
  return form === "retold" ? `in other words: ${text}` : text;
}
const standingOf = (claim) => {
  const name = data.standings[claim.standing], stage = claim.stage >= 0 ? data.stages[claim.stage] : "";
  return stage && stage !== name ? `${name}, ${stage}` : name;
};
function evidence(claim, named) {
  const found = record(claim), made = make("div", "", "evidence");
  if (named) { // what each says, and how surely, is not what the best of them says
    const head = make("p", found.sentence + " ", "named");
    head.append(make("span", standingOf(claim), "standing"));
    made.append(head);
  }
  made.append(...found.words);
  for (const d of claim.documents) {
    const from = make("p", "", "from"), item = $("d-" + d);
    from.append(...[...item.childNodes].map((each) => each.cloneNode(true)));
    made.append(from);
  }
  const dated = found.dates && found.dates !== "undated" ? `holds ${found.dates} · ` : "";
  made.append(make("p", `${dated}claim ${claim.id}`, "from"));
  made.append(button("Copy with source", (event) => copy(citation(claim, found), event.currentTarget)));
  return made;
}
/** All that is known of a document: its address in full, where the page says "open". */
function known(item) {
  const link = item.querySelector("a");
  return [...item.childNodes].map((each) => (each === link ? link.href : each.textContent)).join("").trim();
}
const idOf = (d) => $("d-" + d).firstChild.textContent;
function citation(claim, found) {
  const sources = claim.documents.map((d) => known($("d-" + d)));
  return `${found.sentence} (${standingOf(claim)}) ${found.told.join(" ")} — ${sources.join("; ")} — claim ${claim.id}`;
}
async function copy(text, where) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const area = document.createElement("textarea");
    area.value = text;
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
    where.focus();
  }
  where.textContent = "Copied";
  setTimeout(() => { where.textContent = "Copy with source"; }, 1600);
}
function panel(...content) {
  const side = $("panel");
  side.replaceChildren(...content);
  side.hidden = !content.length;
  if ($("told")) $("told").hidden = content.length > 0;
}
const close = () => (state.at || state.claim ? [button($("told") ? "Back to the answer" : "Close", clear, "close")] : []);

function tellPoint(point) {
  const title = make("h2", point.name), kind = make("p", "", "kind");
  const prospect = point.flags & 1 ? " that does not exist yet" : "";
  kind.append(swatch(point.form), make("span", point.kind + prospect));
  const content = [...close(), title, kind];
  const hidden = point.own.some((line) => !line.s.known || !line.t.known);
  if (hidden) content.push(button("Show its neighbours", () => { open(point); }));
  const groups = new Map();
  for (const claim of about[point.i]) {
    if (!claim.fits) continue;
    const line = linesOf[claim.i].find((each) => each.s === point || each.t === point);
    if (line && (state.off.family.has(line.s.family) || state.off.family.has(line.t.family))) continue;
    const name = line ? (line.bite ? line.label : line.s === point ? line.label : `← ${line.label}`) : "figures and words";
    if (!groups.has(name)) groups.set(name, []);
    groups.get(name).push(claim);
  }
  for (const [name, list] of groups) {
    content.push(make("h3", name));
    list.sort((a, b) => a.standing - b.standing || a.i - b.i);
    content.push(...list.slice(0, 60).map((claim) => folded(claim, groups.size === 1 && list.length === 1)));
    if (list.length > 60) content.push(make("p", `and ${list.length - 60} more in the table`, "from"));
  }
  if (!groups.size) content.push(make("p", about[point.i].length ? "No claim about it is shown under these filters." : "No claim on this page is about it."));
  panel(...content);
}
function folded(claim, isOpen) {
  const made = document.createElement("details"), head = document.createElement("summary");
  head.append(record(claim).sentence + " ", make("span", standingOf(claim), "standing"));
  made.append(head);
  const fill = () => { if (made.open && made.children.length === 1) made.append(evidence(claim)); };
  made.addEventListener("toggle", fill);
  if (isOpen) { made.open = true; fill(); }
  return made;
}
/** Where to begin, when nothing is chosen: the best connected. */
function tellOverview() {
  const told = (point) => about[point.i].filter((claim) => claim.fits).length;
  const order = points.filter((point) => point.shown && point.own.length).sort((a, b) => told(b) - told(a) || a.i - b.i);
  const list = make("ul", "", "begin");
  for (const point of order.slice(0, 12)) {
    const item = make("li"), number = told(point);
    const made = button("", () => select(point));
    made.append(swatch(point.form), make("span", point.name), make("small", `${number} ${number === 1 ? "claim" : "claims"}`));
    item.append(made);
    list.append(item);
  }
  panel(make("h2", "Begin with"), make("p", "Most spoken of. Choose one here, in the picture or by its name: what is said about it, by whom and how surely, opens here.", "from"), list);
}
function tellClaim(claim) {
  const standing = make("p", "", "kind");
  standing.append(make("span", standingOf(claim)));
  panel(...close(), make("h2", record(claim).sentence), standing, evidence(claim));
}

/* ------------------------------------------------------------------ stories, step by step */

const articles = all("#told article");
function tellStory() {
  if (!articles.length) return;
  articles.forEach((article, n) => { article.hidden = n + 1 !== state.path; });
  all("#paths button").forEach((each, n) => each.setAttribute("aria-current", String(n + 1 === state.path)));
  all("#told .evidence").forEach((each) => each.remove());
  const steps = all("li", articles[state.path - 1]);
  all("#told li").forEach((each) => { each.classList.remove("now"); each.removeAttribute("aria-current"); });
  const now = steps[state.step - 1];
  if (now) {
    now.classList.add("now");
    now.setAttribute("aria-current", "step");
    const told = data.stories[state.path - 1][state.step - 1];
    const own = new Set([...told[2]].map((i) => lines[i].claim));
    const seen = [...own].filter((claim) => claim.fits);
    now.append(...seen.map((claim) => evidence(claim, seen.length > 1)));
  }
  $("step").textContent = state.step ? `Step ${state.step} of ${steps.length}` : `${steps.length} ${steps.length === 1 ? "step" : "steps"}`;
  $("back").disabled = !state.step;
  $("next").disabled = state.step >= steps.length;
  $("next").textContent = state.step ? "Next →" : "Walk the path →";
}
function walkTo(path, step) {
  Object.assign(state, { path, step, at: null, claim: null });
  changed();
  if (step) reach(data.stories[path - 1][step - 1].slice(0, 2).map((i) => points[i])); else fit();
}
function prepareStories() {
  if (!$("told")) return;
  all(".bite a", $("told")).forEach((link) => link.addEventListener("click", (event) => {
    event.preventDefault();
    read(claimById.get(link.hash.slice(3)));
  }));
  if (articles.length > 1) {
    $("paths").append(...articles.map((article, n) => {
      const made = button(String(n + 1), () => walkTo(n + 1, 0));
      made.setAttribute("aria-label", `Path ${n + 1}: ${article.querySelector(".gist").textContent}`);
      return made;
    }));
  }
  articles.forEach((article, n) => all("li", article).forEach((item, step) => {
    const text = item.querySelector("p"), made = button("", () => walkTo(n + 1, step + 1), "step");
    made.append(...text.childNodes);
    text.replaceChildren(made);
  }));
  if (!articles.length) return;
  $("back").addEventListener("click", () => walkTo(state.path, state.step - 1));
  $("next").addEventListener("click", () => walkTo(state.path, state.step + 1));
}

/* ------------------------------------------------------------------ choosing */

function select(point) {
  if (!point.known) opened.add(point);
  Object.assign(state, { at: point, claim: null });
  changed();
  reach([point]);
}
function read(claim) { Object.assign(state, { at: null, claim }); changed(); }
function clear() { Object.assign(state, { at: null, claim: null }); changed(); }
function open(point) {
  for (const line of point.own) opened.add(line.s).add(line.t);
  changed();
  if (!state.everything) fit();
}
function changed(keepHash) {
  update();
  if (state.claim) tellClaim(state.claim);
  else if (state.at && state.at.shown) tellPoint(state.at);
  else if ($("told")) panel();
  else if (focus.length === 1) tellPoint(focus[0]);
  else tellOverview();
  if (!$("panel").hidden) $("panel").scrollTop = 0;
  tellStory();
  if (!keepHash) writeHash();
}
/** A claim is shown if a line of it is; one without a line if what it is about is. */
function isTold(claim) {
  if (!claim.fits) return false;
  const own = linesOf[claim.i];
  return own.length ? own.some((line) => line.shown) : claim.s < 0 || points[claim.s].known;
}
function count() {
  const entities = points.filter((point) => point.shown && point.kind !== "statement").length;
  const told = claims.filter(isTold).length;
  const part = entities < points.filter((point) => point.kind !== "statement").length || told < claims.length;
  $("count").textContent = part ? `${entities.toLocaleString("en")} entities, ${told.toLocaleString("en")} of ${claims.length.toLocaleString("en")} claims shown` : "";
  const key = document.querySelector(".key");
  if (key) key.hidden = !grounds().length;
  const more = $("all");
  more.hidden = !data.first.at.length;
  more.textContent = state.everything ? "Best connected only" : `Show all ${points.length.toLocaleString("en")}`;
  all("tbody tr").forEach((row) => { row.hidden = !claimById.get(row.id.slice(2)).fits; });
}

/* ------------------------------------------------------------------ links to this very view */

function writeHash() {
  const hash = new URLSearchParams();
  if (state.path > 1 || state.step) hash.set("path", state.path);
  if (state.step) hash.set("step", state.step);
  if (state.at) hash.set("at", state.at.id);
  if (state.claim) hash.set("claim", state.claim.id);
  if (state.year) hash.set("year", state.year);
  if (data.first.at.length && state.everything) hash.set("all", "1");
  for (const [name, set] of Object.entries(state.off)) if (set.size) hash.set("no-" + name, [...set].sort((a, b) => a - b).join("."));
  try {
    history.replaceState(null, "", hash.size ? "#" + hash : location.pathname + location.search);
  } catch { /* a sandboxed frame has no address */ }
}
function readHash() {
  const hash = new URLSearchParams(location.hash.includes("=") ? location.hash.slice(1) : "");
  const number = (name, most) => Math.min(Math.max(parseInt(hash.get(name), 10) || 0, 0), most);
  if (data.stories.length) {
    state.path = number("path", data.stories.length) || 1;
    state.step = number("step", data.stories[state.path - 1].length);
  }
  state.at = byId.get(hash.get("at")) || null;
  state.claim = claimById.get(hash.get("claim")) || null;
  state.year = /^\d{4}$/.test(hash.get("year") || "") ? hash.get("year") : "";
  state.everything = !data.first.at.length || hash.get("all") === "1";
  if (state.at) opened.add(state.at);
  for (const [name, set] of Object.entries(state.off)) {
    set.clear();
    (hash.get("no-" + name) || "").split(".").filter((each) => /^-?\d+$/.test(each)).forEach((each) => set.add(Number(each)));
  }
  all("input[data-filter]").forEach((each) => { each.checked = !state.off[each.dataset.filter].has(Number(each.value)); });
  if ($("year")) $("year").value = state.year;
}

/* ------------------------------------------------------------------ filters and search */

function prepareFilters() {
  const sheet = $("filters");
  const group = (title, name, list) => {
    if (list.length < 2) return;
    const set = document.createElement("fieldset");
    set.append(make("legend", title), ...list.map(([value, text, number]) => {
      const label = document.createElement("label"), input = document.createElement("input");
      Object.assign(input, { type: "checkbox", checked: true, value });
      input.dataset.filter = name;
      label.append(input, make("span", text), make("b", String(number)));
      const line = document.createElement("div");
      line.append(label);
      return line;
    }));
    sheet.append(set);
  };
  const tally = (values) => [...values.reduce((sum, value) => sum.set(value, (sum.get(value) || 0) + 1), new Map())].sort((a, b) => a[0] - b[0]);
  group("Stage", "stage", tally(claims.map((claim) => claim.stage)).map(([i, n]) => [i, i < 0 ? "none told" : data.stages[i], n]));
  group("Document", "document", tally(claims.flatMap((claim) => claim.documents)).slice(0, 200).map(([i, n]) => [i, idOf(i), n]));
  const years = [...new Set(claims.flatMap((claim) => [claim.from, claim.to]).filter(Boolean).map((date) => date.slice(0, 4)))].sort();
  if (years.length) {
    const label = make("label", "What may hold in "), input = document.createElement("select");
    input.id = "year";
    input.append(new Option("any year", ""), ...years.map((year) => new Option(year, year)));
    input.addEventListener("change", () => { state.year = input.value; changed(); });
    label.append(input);
    sheet.append(label, make("small", "Undated claims always count."));
  }
  sheet.append(button("Reset all filters", () => {
    Object.values(state.off).forEach((set) => set.clear());
    state.year = "";
    all("input[data-filter]").forEach((each) => { each.checked = true; });
    if ($("year")) $("year").value = "";
    changed();
  }));
  document.addEventListener("change", (event) => {
    const { filter: name } = event.target.dataset;
    if (!name) return;
    const value = Number(event.target.value);
    if (event.target.checked) state.off[name].delete(value); else state.off[name].add(value);
    changed();
  });
}
const folded_ = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
function prepareSearch() {
  const input = $("search"), list = $("found");
  const names = points.map((point) => folded_(point.name));
  let found = [], at = -1;
  const mark = (n) => {
    at = n;
    [...list.children].forEach((item, i) => item.setAttribute("aria-selected", String(i === at)));
    if (at >= 0) input.setAttribute("aria-activedescendant", list.children[at].id); else input.removeAttribute("aria-activedescendant");
  };
  const shut = () => { list.hidden = true; input.setAttribute("aria-expanded", "false"); };
  const take = (point) => { if (point) { input.value = point.name; shut(); select(point); } };
  input.addEventListener("input", () => {
    const wanted = folded_(input.value.trim());
    found = wanted ? points.filter((point) => names[point.i].includes(wanted))
      .sort((a, b) => (names[b.i] === wanted) - (names[a.i] === wanted) || names[b.i].startsWith(wanted) - names[a.i].startsWith(wanted) || b.own.length - a.own.length || a.i - b.i).slice(0, 8) : [];
    list.replaceChildren(...found.map((point, n) => {
      const item = make("li", point.name + " ");
      Object.assign(item, { id: "found-" + n });
      item.setAttribute("role", "option");
      item.append(make("small", point.kind));
      item.addEventListener("mousedown", (event) => { event.preventDefault(); take(point); });
      return item;
    }));
    list.hidden = !found.length;
    input.setAttribute("aria-expanded", String(found.length > 0));
    mark(found.length ? 0 : -1);
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter") take(found[Math.max(at, 0)]);
    else if (event.key === "Escape") shut();
    else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (found.length) mark((at + (event.key === "ArrowDown" ? 1 : found.length - 1)) % found.length);
    }
  });
  input.addEventListener("blur", shut);
}

/* ------------------------------------------------------------------ keys */

const DIRECTIONS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };
function step([dx, dy]) {
  const here = state.at;
  if (!here) {
    const first = focus.find((point) => point.shown) || points.filter((point) => point.shown).sort((a, b) => b.own.length - a.own.length || a.i - b.i)[0];
    if (first) select(first);
    return;
  }
  let best = null, least = Infinity;
  for (const line of here.own) {
    const other = line.s === here ? line.t : line.s;
    if (!line.shown || other === here) continue;
    const x = other.x - here.x, y = other.y - here.y, far = Math.hypot(x, y) || 1, turn = (x * dx + y * dy) / far;
    const cost = far * (2.2 - turn);
    if (turn > 0.25 && cost < least) { least = cost; best = other; }
  }
  if (best) select(best);
}
box.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const zoom = { "+": 1.3, "=": 1.3, "-": 1 / 1.3 }[event.key];
  if (DIRECTIONS[event.key]) step(DIRECTIONS[event.key]);
  else if (event.key === "Escape") clear();
  else if (event.key === "Enter" && !$("panel").hidden) $("panel").focus();
  else if (zoom) zoomBy(zoom);
  else if (event.key === "0") fit();
  else return;
  event.preventDefault();
});
function zoomBy(factor) { network.moveTo({ scale: network.getScale() * factor, animation: flight() }); }
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  all("details[open].menu, .bar details[open]").forEach((each) => { each.open = false; });
  if ($("panel").contains(document.activeElement)) { clear(); box.focus(); }
});
document.addEventListener("click", (event) => all(".bar details[open]").forEach((each) => { if (!each.contains(event.target)) each.open = false; }));

/* ------------------------------------------------------------------ saving */

const xml = (text) => String(text).replace(/[&<>"]/g, (mark) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[mark]);

/** Points, lines and labels as SVG of a width, from a height on; and how high they are. */
function drawing(shown, width, top, room) {
  const { e, scale } = framed(shown, width - 2 * room, Infinity), body = (e.bottom - e.top) * scale, there = new Set(shown);
  const zero = { x: (width - (e.right + e.left) * scale) / 2, y: top - e.top * scale };
  const out = [`<g transform="translate(${r1(zero.x)} ${r1(zero.y)}) scale(${scale})">`], veil = marks.points.size > 0;
  for (const { rim } of grounds()) out.push(`<path d="${outline(rim)}" fill="${ink.ground}" stroke="${ink.ground}" stroke-width="${RIM}" stroke-linejoin="round"/>`);
  for (const line of lines) if (line.shown && there.has(line.s) && there.has(line.t)) out.push(svgLine(line, marks.lines.has(line), veil));
  for (const point of shown) out.push(svgPoint(point, veil && !marks.points.has(point)));
  out.push("</g>");
  const frame = { left: 0, top: 0, right: width, bottom: top + body + 40 };
  for (const label of lettering(scale, zero, frame)) if (!label.of || there.has(label.of)) out.push(svgLabel(label));
  return { markup: out.join(""), body };
}
const page = (width, height, content) => `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${Math.ceil(height)}" viewBox="0 0 ${width} ${Math.ceil(height)}" font-family="${xml(FONT)}">${content}</svg>`;
/** The whole picture as SVG, with title, answer, legend, date and sources. */
function svg() {
  const width = PAPER_WIDTH;
  const text = (lines, x, y, size, more = "") => lines.map((each, n) => `<text x="${x}" y="${r1(y + n * size * 1.36)}" font-size="${size}" ${more}>${xml(each)}</text>`).join("");
  const answer = wrap(document.querySelector(".answer").textContent, `400 19px ${FONT}`, width - 80);
  const head = 76 + answer.length * 26;
  const { markup, body } = drawing(points.filter((point) => point.shown), width, head + 20, 40);
  const foot = head + body + 56;
  const { parts, height } = svgLegend(foot, width);
  const facts = wrap(`${document.querySelector("header .facts").textContent} — ${sourceLine()}`, `400 12.5px ${FONT}`, width - 80);
  const tall = foot + height + 24 + facts.length * 17;
  return page(width, tall, `<title>${xml(data.title)}</title><rect width="100%" height="100%" fill="${ink.paper}"/>` +
    text([data.title], 40, 50, 32, `font-family="Georgia, Liberation Serif, serif" font-weight="700" fill="${ink.ink}"`) +
    text(answer, 40, 82, 19, `fill="${ink.ink}"`) + markup + parts.join("") +
    text(facts, 40, foot + height + 14, 12.5, `fill="${ink.soft}"`));
}
const sourceLine = () => {
  const names = all("#sources li").map(known);
  return `Sources: ${names.slice(0, 4).join("; ")}${names.length > 4 ? ` and ${names.length - 4} more` : ""}`;
};
/** A word in parts no wider than a line; what is written as one letter stays together. */
function broken(word, font, width) {
  if (widthOf(word, font) <= width) return [word];
  const parts = [""];
  for (const letter of word.normalize("NFC").match(/\P{M}\p{M}*|\p{M}+/gu)) {
    if (widthOf(parts.at(-1) + letter, font) <= width) parts[parts.length - 1] += letter; else parts.push(letter);
  }
  return parts.filter(Boolean);
}
function wrap(text, font, width) {
  const out = [""];
  for (const word of text.split(" ").flatMap((each) => broken(each, font, width))) {
    const longer = (out[out.length - 1] + " " + word).trim();
    if (widthOf(longer, font) <= width || !out[out.length - 1]) out[out.length - 1] = longer; else out.push(word);
  }
  return out;
}
function svgLine(line, strong, veil) {
  const v = via(line), end = tip(line), colour = strong ? (line.bite ? ink[line.s.form] : ink.accent) : ink.line;
  const dash = DASHES[line.claim.style].join(" "), width = strong ? 2.4 : line.claim.style === 3 ? 0.8 : 1.2;
  const arrow = line.bite ? "" : `<path d="M1 0L-8-4.2L-6.5 0L-8 4.2Z" fill="${colour}" transform="translate(${r1(end.x)} ${r1(end.y)}) rotate(${r1(end.angle * 180 / Math.PI)})"/>`;
  return `<g opacity="${veil && !strong ? 0.4 : 1}"><path d="M${r1(line.s.x)} ${r1(line.s.y)}Q${r1(v.x)} ${r1(v.y)} ${r1(line.t.x)} ${r1(line.t.y)}" fill="none" stroke="${colour}" stroke-width="${width}"${dash ? ` stroke-dasharray="${dash}"` : ""}/>${arrow}</g>`;
}
function svgPoint(point, dim) {
  const hollow = point.flags & 1, colour = ink[point.form], width = r1(1000 * (hollow ? 2 : 1.6) / point.size) / 1000;
  const rim = point.flags & 2 ? `<circle r="${1 + 3.5 / point.size}" fill="none" stroke="${colour}" stroke-width="${1.4 / point.size}"/>` : "";
  return `<g transform="translate(${point.x} ${point.y}) scale(${point.size})" opacity="${dim ? 0.45 : 1}"><path d="${data.forms[point.form]}" fill="${hollow ? ink.paper : colour}" stroke="${hollow ? colour : ink.paper}" stroke-width="${width}"${hollow ? ` stroke-dasharray="${4 / point.size} ${3 / point.size}"` : ""}/>${rim}</g>`;
}
function svgLabel(label) {
  const anchor = { center: "middle", left: "start", right: "end" }[label.align];
  const x = label.align === "center" ? label.x + label.w / 2 : label.align === "right" ? label.x + label.w : label.x;
  const [style, weight] = label.style.startsWith("italic") ? ["italic", "400"] : ["normal", label.style];
  return label.lines.map((text, n) => `<text x="${r1(x)}" y="${r1(label.y + (n + 0.5) * LINE + label.size * 0.35)}" font-size="${label.size}" font-style="${style}" font-weight="${weight}" text-anchor="${anchor}" fill="${label.colour}" stroke="${ink.paper}" stroke-width="4" stroke-linejoin="round" paint-order="stroke" opacity="${label.dim ? 0.6 : 1}">${xml(text)}</text>`).join("");
}
function svgLegend(top, width) {
  const parts = [`<path d="M40 ${r1(top - 14)}H${width - 40}" stroke="${ink.rule}"/>`];
  let x = 40, y = top + 6;
  const item = (mark, text, wide) => {
    const needed = wide + 8 + widthOf(text, `400 13px ${FONT}`) + 22;
    if (x + needed > width - 40) { x = 40; y += 24; }
    parts.push(`<g transform="translate(${r1(x)} ${y})">${mark}<text x="${wide + 8}" y="4.5" font-size="13" fill="${ink.ink}">${xml(text)}</text></g>`);
    x += needed;
  };
  data.families.forEach(([name, form], i) => {
    if (!state.off.family.has(i)) item(`<path d="${data.forms[form]}" transform="translate(8 0) scale(7)" fill="${ink[form]}"/>`, name, 16);
  });
  const standings = [...new Set(claims.filter((claim) => claim.fits).map((claim) => claim.standing))].sort((a, b) => a - b);
  for (const standing of standings) {
    const style = data.styles[standing];
    item(`<path d="M0 0H30" stroke="${style === 3 ? ink.line : ink.ink}" stroke-width="2" stroke-dasharray="${DASHES[style].join(" ")}"/>`, data.standings[standing], 30);
  }
  return { parts, height: y - top + 22 };
}
function csv() {
  const cell = (value) => {
    const text = String(value), safe = /^[=+\-@\t\r]/.test(text) ? "'" + text : text;
    return /[",\r\n]/.test(safe) ? '"' + safe.replace(/"/g, '""') + '"' : safe;
  };
  const rows = [["id", "sentence", "standing", "stage", "subject", "relation", "object", "from", "to", "words", "documents"]];
  for (const claim of claims) {
    if (!claim.fits) continue;
    const found = record(claim), line = linesOf[claim.i].find((each) => !each.bite);
    const name = (i) => (i >= 0 ? points[i].name : "");
    rows.push([claim.id, found.sentence, data.standings[claim.standing], claim.stage >= 0 ? data.stages[claim.stage] : "", name(claim.s), line ? line.label : "", name(claim.o),
      claim.from, claim.to, found.told.join(" "), claim.documents.map(idOf).join(" ")]);
  }
  return "\ufeff" + rows.map((row) => row.map(cell).join(",")).join("\r\n") + "\r\n";
}
function download(blob, ending) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = `inroads-${data.title.normalize("NFKD").replace(/[^\w]+/g, "-").replace(/^-+|-+$/g, "").toLowerCase().slice(0, 60) || "view"}.${ending}`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 4000);
}
function png() {
  const image = new Image(), address = URL.createObjectURL(new Blob([svg()], { type: "image/svg+xml" }));
  image.onload = () => {
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [image.width * 2, image.height * 2];
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    URL.revokeObjectURL(address);
    canvas.toBlob((blob) => download(blob, "png"), "image/png");
  };
  image.src = address;
}
const SAVE = {
  png,
  svg: () => download(new Blob([svg()], { type: "image/svg+xml" }), "svg"),
  csv: () => download(new Blob([csv()], { type: "text/csv;charset=utf-8" }), "csv"),
  print: () => print(),
};

/* ------------------------------------------------------------------ printing */

/** A picture for paper. Its texts are escaped, and no script of it would run. */
function figure(shown, width) {
  const { markup, body } = drawing(shown, width, 24, 12);
  const read = new DOMParser().parseFromString(page(width, body + 64, markup), "image/svg+xml");
  const made = make("figure");
  made.append(document.importNode(read.documentElement, true));
  return made;
}
/** Lay out for paper: the picture drawn, and each step of each path on a page of its own. */
function layOut() {
  const before = { at: state.at, claim: state.claim, path: state.path, step: state.step };
  const sheets = make("div");
  sheets.id = "sheets";
  Object.assign(state, { at: null, claim: null, step: 0 });
  const mark = () => { filter(); marks = chosen(); };
  mark();
  const cover = figure(points.filter((point) => point.shown), data.stories.length ? 760 : 960);
  cover.id = "cover";
  document.querySelector(".picture").prepend(cover);
  data.stories.forEach((story, n) => story.forEach((_, at) => {
    Object.assign(state, { path: n + 1, step: at + 1 });
    mark();
    sheets.append(sheet(n, at, story));
  }));
  document.querySelector("main").after(sheets);
  Object.assign(state, before);
  mark();
}
function sheet(n, at, story) {
  const made = make("article"), [, , own, bites] = story[at], item = all("li", articles[n])[at];
  const heading = articles[n].querySelector("h2").textContent;
  made.append(make("p", `${heading} · step ${at + 1} of ${story.length}`, "kicker"));
  const head = make("h2", item.querySelector(".step").firstChild.textContent.trim() + " ");
  head.append(make("span", item.querySelector(".standing").textContent, "standing"));
  made.append(head, figure(told(), 760));
  const seen = [...new Set(own.map((i) => lines[i].claim))];
  made.append(...seen.map((claim) => evidence(claim, seen.length > 1)));
  for (const bite of all(".bite", item)) {
    const told = make("p", bite.firstChild.textContent, "bite");
    made.append(told, evidence(claimById.get(bite.querySelector("a").hash.slice(3)), true));
  }
  return made;
}
function clearUp() { for (const id of ["sheets", "cover"]) if ($(id)) $(id).remove(); }

/* ------------------------------------------------------------------ the table */

function prepareTable() {
  const head = document.querySelector("thead tr"), body = document.querySelector("tbody");
  [...head.children].forEach((cell, n) => {
    if (!cell.hasAttribute("aria-sort")) return;
    const made = button(cell.textContent, () => {
      const up = cell.getAttribute("aria-sort") !== "ascending";
      all("[aria-sort]", head).forEach((each) => each.setAttribute("aria-sort", "none"));
      cell.setAttribute("aria-sort", up ? "ascending" : "descending");
      const key = (row) => (n === 1 ? String(claimById.get(row.id.slice(2)).standing).padStart(2, "0") : row.children[n].textContent);
      body.append(...[...body.children].sort((a, b) => (up ? 1 : -1) * key(a).localeCompare(key(b), "en")));
    });
    cell.replaceChildren(made);
  });
}

/* ------------------------------------------------------------------ begin */

prepareStories();
prepareFilters();
prepareSearch();
prepareTable();
readHash();
start();
changed(true);
fit();
$("in").addEventListener("click", () => zoomBy(1.3));
$("out").addEventListener("click", () => zoomBy(1 / 1.3));
$("fit").addEventListener("click", () => fit());
$("all").addEventListener("click", () => {
  state.everything = !state.everything;
  opened = new Set(firstPoints());
  place();
  filter();
  thicken(aim().scale); // before the many are added, which takes long enough once
  changed();
  fit();
});
$("theme").addEventListener("click", () => {
  const theme = root.dataset.theme === "dark" ? "light" : "dark";
  remembered("inroads-theme", theme);
  setTheme(theme);
  recolour();
});
all("[data-save]").forEach((each) => each.addEventListener("click", () => { $("save").open = false; SAVE[each.dataset.save](); }));
addEventListener("hashchange", () => { if (!location.hash || location.hash.includes("=")) { readHash(); changed(true); } });
let before = "";
addEventListener("beforeprint", () => { before = root.dataset.theme; setTheme("light"); clearUp(); layOut(); });
addEventListener("afterprint", () => { clearUp(); setTheme(before); recolour(); });
/* For tests: what is drawn, where, and how it is doing. */
globalThis.inroads = {
  network, points, lines, claims, state, via, svg,
  labels: () => labels.map(({ lines: text, x, y, w, h }) => ({ text: text.join(" "), x, y, w, h })),
  isMoving: () => moving,
};
})();
