"""What a run needs: settings, claims on days and papers, its cache of answers, and its errors."""
