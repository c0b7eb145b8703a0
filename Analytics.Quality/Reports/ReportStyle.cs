namespace Analytics.Quality.Reports;

/// <summary>The report's style sheet: light and dark, readable on paper.</summary>
internal static class ReportStyle
{
    public const string Css = """
        :root{color-scheme:light dark;--bg:#f6f7f9;--card:#fff;--ink:#1c2330;--soft:#5d6778;--line:#e1e5eb;--bad:#c6292f;--warn:#b26a00;--good:#1a7f4b;--code:#eef1f5}
        @media(prefers-color-scheme:dark){:root{--bg:#12161d;--card:#1b212b;--ink:#e8ecf2;--soft:#9aa6b8;--line:#2c3543;--bad:#ff6b70;--warn:#f0b04f;--good:#52c88a;--code:#262e3a}}
        *{box-sizing:border-box}body{margin:0;background:var(--bg);color:var(--ink);font:15px/1.5 system-ui,sans-serif}
        main{max-width:860px;margin:0 auto;padding:32px 20px 64px}header{border-left:6px solid var(--good);padding:4px 0 4px 18px;margin-bottom:28px}
        header.bad{border-color:var(--bad)}header p{margin:0;color:var(--soft)}h1{margin:0;font-size:28px;line-height:1.3}.suite{font-weight:600}
        h2{font-size:17px;margin:28px 0 10px}h2 span{color:var(--soft);font-weight:400}
        article{background:var(--card);border:1px solid var(--line);border-left:4px solid var(--good);border-radius:6px;padding:12px 16px;margin:8px 0;break-inside:avoid}
        article.critical{border-left-color:var(--bad)}article.warning{border-left-color:var(--warn)}article.info{border-left-color:var(--soft)}
        .head{display:flex;justify-content:space-between;gap:12px;align-items:baseline}h3{font-size:15px;margin:0;overflow-wrap:anywhere}
        .tag{font-size:12px;color:var(--soft);font-weight:600}.critical .tag{color:var(--bad)}.warning .tag{color:var(--warn)}.pass .tag{color:var(--good)}
        article p{margin:6px 0 0}.note{color:var(--soft)}.kwargs{font-size:13px;color:var(--soft)}.kwargs span{margin-right:12px}.error{color:var(--bad)}
        code{background:var(--code);border-radius:4px;padding:1px 5px;font:13px ui-monospace,monospace;overflow-wrap:anywhere}
        .bar{height:6px;background:var(--code);border-radius:3px;margin-top:10px;overflow:hidden}.bar i{display:block;height:100%;background:var(--bad)}
        .warning .bar i{background:var(--warn)}.pass .bar i{background:var(--good)}small{color:var(--soft);margin:0 6px 0 3px}
        """;
}
