using Microsoft.Playwright;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Browser;

[Trait("Category", "Browser")]
public sealed class QualityPagesBrowserTests(QualitySite site) : IClassFixture<QualitySite>
{
    /// <summary>Text whose contrast to its ground is below 4.5 (WCAG 2.2, 1.4.3).</summary>
    private const string Faint = """
        () => {
            const numbers = color => color.match(/[\d.]+/g).map(Number);
            const light = color => {
                const [r, g, b] = color.slice(0, 3).map(v => v / 255).map(v => v <= 0.04045 ? v / 12.92 : Math.pow((v + 0.055) / 1.055, 2.4));
                return 0.2126 * r + 0.7152 * g + 0.0722 * b;
            };
            const ground = element => {
                for (; element; element = element.parentElement) {
                    const color = numbers(getComputedStyle(element).backgroundColor);
                    if (color.length < 4 || color[3] > 0) return color;
                }
                return [255, 255, 255];
            };
            const faint = [];
            const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
            for (let node = walker.nextNode(); node; node = walker.nextNode()) {
                const element = node.parentElement;
                if (!node.data.trim() || element.closest('option') || element.getClientRects().length === 0) continue;
                const [a, b] = [light(numbers(getComputedStyle(element).color)), light(ground(element))].sort((x, y) => y - x);
                const ratio = (a + 0.05) / (b + 0.05);
                if (ratio < 4.5) faint.push(`${node.data.trim()} ${ratio.toFixed(2)}`);
            }
            return faint;
        }
        """;

    [Fact]
    public async Task From_the_list_to_the_values_that_failed()
    {
        Chromium.Require();
        var (page, complaints) = await site.OpenAsync("quality");
        (await page.Locator("h1").InnerTextAsync()).ShouldBe("Some rows are quarantined");
        (await page.Locator("article", new PageLocatorOptions { HasText = "quarantining" }).InnerTextAsync()).ShouldContain("events");

        await page.GetByLabel("Outcome").SelectOptionAsync("failed");
        await page.GetByLabel("Show", new PageGetByLabelOptions { Exact = true }).SelectOptionAsync("minute");
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Show" }).ClickAsync();
        page.Url.ShouldContain("outcome=failed");
        (await page.Locator("#list tbody .tag").AllInnerTextsAsync()).ShouldAllBe(outcome => outcome == "failed");

        await page.Locator("#list tbody a").First.ClickAsync();
        var card = page.Locator("article.critical");
        (await card.InnerTextAsync()).ShouldContain("\"signup\"");
        (await card.Locator("svg").GetAttributeAsync("aria-label")).ShouldNotBeNull().ShouldContain("failed in");
        (await card.Locator("svg path.not").GetAttributeAsync("d")).ShouldNotBeNullOrEmpty();

        await page.Locator("#list tbody tr", new PageLocatorOptions { HasText = "failed" }).First.Locator("a").ClickAsync();
        page.Url.ShouldContain("/quality/events/runs/");
        (await page.Locator(".alarm pre").InnerTextAsync()).ShouldContain("release events");
        complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task From_a_run_to_rows_that_are_released_and_to_rows_that_are_discarded()
    {
        Chromium.Require();
        var (page, complaints) = await site.OpenAsync("quality/quarantine");
        var ticks = page.GetByRole(AriaRole.Checkbox);
        var waiting = await ticks.CountAsync();
        waiting.ShouldBeGreaterThan(3);

        // After a look at one batch, its release.
        await page.Locator("tbody th a").First.ClickAsync();
        (await page.Locator("table.rows td.bad").AllInnerTextsAsync()).ShouldAllBe(value => value == "signup");
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Release to gold" }).ClickAsync();
        (await page.Locator("h1").InnerTextAsync()).ShouldMatch("^[0-9,]+ rows? released$");
        (await page.Locator("#outcome").InnerTextAsync()).ShouldContain("released");

        // Loaded again the browser sends the form again: nothing is left to do.
        await page.ReloadAsync();
        (await page.Locator("h1").InnerTextAsync()).ShouldBe("Nothing left to do: released before");

        // Two more are ticked and discarded, after the question; the first answer is to keep them.
        await page.GetByText("What is still quarantined").ClickAsync();
        (await ticks.CountAsync()).ShouldBe(waiting - 1);
        await DiscardTwoAsync();
        await page.GetByText("Keep in quarantine").ClickAsync();
        (await ticks.CountAsync()).ShouldBe(waiting - 1);
        await DiscardTwoAsync();
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Discard for good" }).ClickAsync();
        (await page.Locator("h1").InnerTextAsync()).ShouldMatch("^[0-9,]+ rows? discarded$");
        await page.GetByText("What is still quarantined").ClickAsync();
        (await ticks.CountAsync()).ShouldBe(waiting - 3);
        complaints.ShouldBeEmpty();

        async Task DiscardTwoAsync()
        {
            await ticks.Nth(0).CheckAsync();
            await ticks.Nth(1).CheckAsync();
            await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Discard…" }).ClickAsync();
            (await page.Locator("h1").InnerTextAsync()).ShouldBe("Discard 2 batches?");
        }
    }

    [Theory]
    [InlineData(1200, ColorScheme.Light)]
    [InlineData(1200, ColorScheme.Dark)]
    [InlineData(390, ColorScheme.Light)]
    [InlineData(390, ColorScheme.Dark)]
    public async Task Pages_are_readable(int width, ColorScheme scheme)
    {
        Chromium.Require();
        var (page, complaints) = await site.OpenAsync("quality", width, scheme);
        await ReadableAsync(page);
        await page.Locator("#list tbody a").First.ClickAsync();
        await ReadableAsync(page);
        await page.Locator("#list tbody a").First.ClickAsync();
        await ReadableAsync(page);
        await page.GotoAsync("quality/quarantine");
        await ReadableAsync(page);
        await page.Locator("tbody th a").First.ClickAsync();
        await ReadableAsync(page);
        complaints.ShouldBeEmpty();

        async Task ReadableAsync(IPage shown)
        {
            (await shown.EvaluateAsync<string[]>(Faint)).ShouldBeEmpty(shown.Url);
            (await shown.EvaluateAsync<int>("() => document.documentElement.scrollWidth - innerWidth")).ShouldBeLessThanOrEqualTo(0, $"{shown.Url} is wider than the window");
            (await shown.EvaluateAsync<int>("() => document.querySelectorAll('th:not([scope])').length")).ShouldBe(0);
            (await shown.EvaluateAsync<bool>("() => getComputedStyle(document.body).backgroundColor !== 'rgb(245, 246, 248)'")).ShouldBe(scheme is ColorScheme.Dark);
        }
    }

    [Fact]
    public async Task Older_runs_follow_page_by_page()
    {
        Chromium.Require();
        var (page, _) = await site.OpenAsync("quality?per=run&limit=3");
        var first = await page.Locator("#list tbody a").EvaluateAllAsync<string[]>("links => links.map(link => link.href)");
        first.Length.ShouldBe(3);
        await page.GetByText("Older runs").ClickAsync();
        var second = await page.Locator("#list tbody a").EvaluateAllAsync<string[]>("links => links.map(link => link.href)");
        second.ShouldNotBeEmpty();
        second.Intersect(first).ShouldBeEmpty();
    }
}
