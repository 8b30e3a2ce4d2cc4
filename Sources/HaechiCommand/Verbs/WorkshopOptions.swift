import ArgumentParser
import Datasets
import Foundation

/// What every verb of the data way needs: a recipe, the texts it names, and threads.
struct WorkshopOptions: ParsableArguments {
  @Argument(help: "The recipe, a YAML file.", completion: .file(extensions: ["yaml"]))
  var recipe: String

  @Option(help: "The folder that holds a folder for each public source.", completion: .directory)
  var mirror: String

  @Option(help: "The folder of the project's own manifests and texts.", completion: .directory)
  var corpora = "Corpora"

  @Option(help: "How many threads work; the result does not depend on it.")
  var threads = ProcessInfo.processInfo.activeProcessorCount

  /// The recipe's file.
  var recipeFile: URL { URL(fileURLWithPath: recipe) }

  /// The dataset of the recipe, from the project's own texts and the mirror.
  func dataset() throws -> Dataset {
    guard 1...1024 ~= threads else {
      throw CommandFailure(status: .usage, message: .notAThreadCount(value: threads))
    }
    let own = URL(fileURLWithPath: corpora)
    return try DatasetBuilder.build(
      recipe: DatasetRecipe.load(recipeFile), mirrors: [own, URL(fileURLWithPath: mirror)],
      manifests: CorpusManifest.load(folder: own.appendingPathComponent("sources")))
  }
}
