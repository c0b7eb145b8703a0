using Analytics.Contracts.Inputs;

namespace Analytics.AppHost.Options;

internal static class InputCheck
{
    public static string Inspect(string path)
    {
        try
        {
            return InputFile.Inspect(path).Path;
        }
        catch (InputFileException error)
        {
            throw new RefusedException($"--input {error.Message}");
        }
    }
}
