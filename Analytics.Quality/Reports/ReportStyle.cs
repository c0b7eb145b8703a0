namespace Analytics.Quality.Reports;

/// <summary>The style sheet of all pages: light and dark, from phones to paper. Text has a contrast of at least 4.5 to its ground.</summary>
internal static class ReportStyle
{
    public const string Css = """
        :root{color-scheme:light dark;--bg:#f5f6f8;--card:#fff;--ink:#1a2230;--soft:#566173;--line:#dfe3ea;--bad:#b9222b;--badbg:#fdecec;--warn:#8a5200;--warnbg:#fdf3e0;--good:#13703f;--goodbg:#e6f5ec;--code:#edf0f4;--link:#1756b8;--quiet:#9fb8ab}
        @media(prefers-color-scheme:dark){:root{--bg:#11151c;--card:#1a202a;--ink:#e7ebf1;--soft:#a3aebe;--line:#2d3644;--bad:#ff7b80;--badbg:#3a1d22;--warn:#f0b356;--warnbg:#362a17;--good:#5fd095;--goodbg:#16301f;--code:#262e3a;--link:#83b4ff;--quiet:#3f6b54}}
        *{box-sizing:border-box}html{-webkit-text-size-adjust:100%}body{margin:0;background:var(--bg);color:var(--ink);font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
        a{color:var(--link);text-underline-offset:2px}a:focus-visible,button:focus-visible,select:focus-visible,.table:focus-visible{outline:2px solid var(--link);outline-offset:2px}
        nav{display:flex;gap:10px;align-items:baseline;padding:12px 20px;background:var(--card);border-bottom:1px solid var(--line)}nav a{font-weight:650;text-decoration:none;color:var(--ink)}nav span{color:var(--soft)}
        main{max-width:1000px;margin:0 auto;padding:28px 20px 64px}
        header{border-left:6px solid var(--good);padding:2px 0 2px 16px;margin-bottom:22px}header.bad{border-color:var(--bad)}header.warn{border-color:var(--warn)}
        header p{margin:0;color:var(--soft);overflow-wrap:anywhere}h1{margin:0;font-size:26px;line-height:1.3;letter-spacing:-.01em}.suite{font-weight:600}
        h2{font-size:17px;margin:30px 0 10px}h2 span{color:var(--soft);font-weight:400}h3{font-size:15px;margin:0;overflow-wrap:anywhere}
        .alarm{background:var(--badbg);border:1px solid var(--bad);border-radius:8px;padding:12px 16px;margin:0 0 18px}.alarm.warn{background:var(--warnbg);border-color:var(--warn)}.alarm strong{color:var(--bad)}.alarm.warn strong{color:var(--warn)}.alarm p{margin:4px 0 0}
        .figures{display:grid;grid-template-columns:repeat(auto-fit,minmax(130px,1fr));gap:10px;margin:0 0 20px}.figures div{background:var(--card);border:1px solid var(--line);border-radius:8px;padding:10px 14px}
        .figures dt{color:var(--soft);font-size:13px}.figures dd{margin:0;font-size:20px;font-weight:650;font-variant-numeric:tabular-nums;overflow-wrap:anywhere}.figures .bad dd{color:var(--bad)}.figures .warn dd{color:var(--warn)}
        article{background:var(--card);border:1px solid var(--line);border-left:4px solid var(--good);border-radius:8px;padding:14px 16px;margin:10px 0;break-inside:avoid}
        article.critical,article.bad{border-left-color:var(--bad)}article.warning,article.warn{border-left-color:var(--warn)}article.info{border-left-color:var(--soft)}
        .gates{display:grid;grid-template-columns:repeat(auto-fit,minmax(280px,1fr));gap:12px}.gates article{margin:0}.gates p{font-variant-numeric:tabular-nums}
        .head{display:flex;justify-content:space-between;gap:12px;align-items:baseline}.tag{display:inline-block;font-size:12px;font-weight:600;padding:1px 9px;border-radius:10px;white-space:nowrap;background:var(--goodbg);color:var(--good)}
        .tag.critical,.tag.failed,.tag.bad{background:var(--badbg);color:var(--bad)}.tag.warning,.tag.warn{background:var(--warnbg);color:var(--warn)}.tag.info{background:var(--code);color:var(--soft)}
        article p{margin:6px 0 0}.note{color:var(--soft)}.kwargs{font-size:13px;color:var(--soft)}.kwargs span{margin-right:12px}.error{color:var(--bad)}
        code,pre{background:var(--code);border-radius:4px;font:13px/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;overflow-wrap:anywhere}code{padding:1px 5px}pre{padding:10px 12px;margin:8px 0 0;white-space:pre-wrap}
        .samples span{white-space:normal}.samples code{display:inline-block;max-width:100%;margin:2px 0}.samples small{color:var(--soft);margin-left:3px}
        .bar{height:6px;background:var(--code);border-radius:3px;margin-top:8px;overflow:hidden}.bar i{display:block;height:100%;background:var(--bad)}.warning .bar i{background:var(--warn)}.info .bar i{background:var(--soft)}
        .history{margin:12px 0 0}.history svg{display:block;width:100%;height:32px}.history path{fill:none;stroke-width:3;stroke:var(--quiet)}.history .base{stroke-width:1;stroke:var(--line)}.history .not{stroke:var(--bad)}.warning .history .not,.warn .history .not{stroke:var(--warn)}.info .history .not{stroke:var(--soft)}.none{font-size:12px;color:var(--soft);margin:12px 0 0}
        .history figcaption{font-size:12px;color:var(--soft);margin-top:4px}
        .table{overflow-x:auto;background:var(--card);border:1px solid var(--line);border-radius:8px}table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}
        th,td{text-align:left;padding:8px 14px;border-top:1px solid var(--line);vertical-align:top}thead th{border-top:0;font-size:13px;color:var(--soft);font-weight:600;white-space:nowrap}tbody th{font-weight:500}tbody th small{display:block;color:var(--soft);font-weight:400;font-size:13px;margin-top:2px}
        .n{text-align:right;white-space:nowrap}.zero{color:var(--soft)}td time,th time{white-space:nowrap}td.chart{width:34%;min-width:170px}td .history{margin:0}td.bad{color:var(--bad);font-weight:600}
        form{display:flex;flex-wrap:wrap;gap:10px 14px;align-items:end;margin:0 0 12px}label{display:block;font-size:13px;color:var(--soft)}select,button{font:inherit;color:var(--ink);background:var(--card);border:1px solid var(--line);border-radius:6px;padding:6px 10px;min-height:36px}button{cursor:pointer;font-weight:600}
        .decide{display:block;margin:0 0 20px}.decide input[type=checkbox]{width:18px;height:18px;margin:0 6px 0 0;vertical-align:-3px;accent-color:var(--link)}.tick{margin:8px 0 0}.decide .note{margin:10px 0 8px;max-width:75ch}.buttons{display:flex;flex-wrap:wrap;gap:10px 16px;align-items:center}
        button.main{background:var(--link);border-color:var(--link);color:var(--card)}button.danger{border-color:var(--bad);color:var(--bad)}
        .sticky{position:sticky;bottom:0;background:var(--bg);border-top:1px solid var(--line);margin-top:10px;padding:2px 0 12px}.waits{margin:0 0 18px}
        article:target{outline:2px solid var(--link)}.contents a code{color:inherit}
        .why{display:block}.rows{font-size:13px}.rows td{white-space:nowrap}.rows td i{color:var(--soft)}
        .pages{display:flex;gap:16px;margin:14px 0 0}.empty{color:var(--soft);background:var(--card);border:1px dashed var(--line);border-radius:8px;padding:22px;text-align:center}
        @media(max-width:640px){.figures{grid-template-columns:1fr 1fr}main{padding:18px 14px 48px}h1{font-size:22px}.wide{display:none}th,td{padding:8px 10px}.figures dd{font-size:18px}td.chart{min-width:120px}}
        @media print{nav,form:not(.decide),.sticky,.pages{display:none}body{background:#fff}}
        """;
}
