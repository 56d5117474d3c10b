"""Where sessions of data engines are opened, and nowhere else."""
