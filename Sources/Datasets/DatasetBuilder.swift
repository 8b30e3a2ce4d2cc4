import Foundation

/// Builds a dataset from a recipe: reads, deduplicates, holds out, decontaminates, caps and splits.
///
/// Deterministic: every choice is made by a hash of the seed and an identifier, and every tie falls to the
/// row that stands first in the recipe's order. One core; about O(n log n) in the number of rows.
public struct DatasetBuilder {
  /// The dataset of a recipe, from the sources in the mirror folders.
  ///
  /// Faulty rows are counted in the report. What a recipe cannot have asked for is thrown: an unknown or
  /// forbidden source, a missing file, a wrong checksum, an empty evaluation set.
  public static func build(
    recipe: DatasetRecipe.File, mirrors: [URL], manifests: [CorpusManifest]
  ) throws(DatasetError) -> Dataset {
    var pool = RecordPool(recipe: recipe)
    let loader = SourceLoader(mirrors: mirrors, categories: recipe.data.categories)
    try pool.read(with: loader, manifests: manifests)
    pool.dropExactDuplicates()
    pool.clusterNearDuplicates()
    pool.holdOut()
    let evaluation = try evaluationSets(pool: &pool, recipe: recipe, loader: loader, manifests: manifests)
    pool.decontaminate(against: evaluation)
    pool.cap()
    pool.splitValidation()
    return pool.dataset(evaluation: evaluation)
  }

  /// The evaluation sets, from files and from held-out rows, as published and in order.
  private static func evaluationSets(
    pool: inout RecordPool, recipe: DatasetRecipe.File, loader: SourceLoader, manifests: [CorpusManifest]
  ) throws(DatasetError) -> [EvaluationSet] {
    var sets: [EvaluationSet] = []
    for evaluation in recipe.data.evaluation {
      var records: [Record] = []
      for part in evaluation.parts {
        var rows: [Record] = []
        if let source = part.source {
          rows = try pool.readEvaluation(source, splits: part.splits, with: loader, manifests: manifests)
        }
        if let sources = part.heldOut { rows += pool.heldOut.filter { sources.contains($0.source) } }
        records += rows.filter { row in
          row.label != nil && (part.label == nil || row.label == part.label)
            && (part.kinds?.contains(row.kind) ?? true)
        }
      }
      guard !records.isEmpty else { throw .emptyEvaluation(name: evaluation.name) }
      sets.append(EvaluationSet(name: evaluation.name, records: records))
    }
    return sets
  }
}
